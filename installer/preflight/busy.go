package preflight

import (
	"net/netip"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
)

// busy says who holds a port, and how to get it free. A proxy that we know may
// stay where it is, with the gateway behind it.
func busy(gateway site.Gateway, port int, families string, holder Owner) Finding {
	number := strconv.Itoa(port)
	what, fix := held(number, families, holder)
	switch front := frontOf(holder); {
	case front != "" && gateway.Mode == "passthrough":
		fix = say("That is the front's port: write http = 0 and https = %s in the gateway block of chaton.hcl, and give %s the lines that this command prints: chatiere doctor --front %s",
			strconv.Itoa(FrontPortTLS), holder.Program, front)
	case front != "":
		fix = say("Stop %s for good, or keep it in front: write mode = \"behind\" and http = %s in the gateway block of chaton.hcl, and give it the lines that this command prints: chatiere doctor --front %s",
			holder.Program, strconv.Itoa(FrontPort), front)
	}
	return refuse(what, fix)
}

func held(port, families string, holder Owner) (what, fix sentence) {
	switch {
	case holder.Container != "" && !isAddress(holder.Container):
		return say("Port %s (%s) is busy on this machine: the container %s holds it.", port, families, holder.Container),
			say("Choose other ports in the gateway block of chaton.hcl, or stop that container: docker stop %s", holder.Container)
	case holder.Container != "":
		return say("Port %s (%s) is busy on this machine: the container at %s holds it.", port, families, holder.Container),
			say("Stop that container, or choose other ports in the gateway block of chaton.hcl. It is found with: docker ps --filter publish=%s", port)
	case holder.Program == "dockerd":
		return say("Port %s (%s) is busy on this machine: the container engine holds it for a container.", port, families),
			say("Stop that container, or choose other ports in the gateway block of chaton.hcl. It is found with: docker ps --filter publish=%s", port)
	case holder.Program == "systemd" && holder.Process == 1:
		return say("Port %s (%s) is busy on this machine: systemd holds it for a socket unit.", port, families),
			say("Find the unit with systemctl list-sockets and disable it, or choose other ports in the gateway block of chaton.hcl.")
	case holder.Unit != "":
		return say("Port %s (%s) is busy on this machine: the systemd unit %s holds it (%s, process %s).", port, families, holder.Unit, holder.Program, strconv.Itoa(holder.Process)),
			say("Choose other ports in the gateway block of chaton.hcl, or stop it for good: systemctl disable --now %s", holder.Unit)
	case holder.Program != "":
		return say("Port %s (%s) is busy on this machine: %s listens on it (process %s).", port, families, holder.Program, strconv.Itoa(holder.Process)),
			say("Stop the program that listens on port %s, or choose other ports in the gateway block of chaton.hcl.", port)
	}
	return say("Port %s (%s) is busy on this machine, and this user cannot see who holds it.", port, families),
		say("Run the same command as root; if it knows no more, look with ss -ltnp and docker ps.")
}

// nameOf is the shortest that tells who holds a port.
func nameOf(holder Owner) string {
	for _, name := range []string{holder.Container, holder.Unit, holder.Program} {
		if name != "" {
			return name
		}
	}
	return "?"
}

// frontOf is the name that Front knows the holder by. A proxy in a container of
// its own network is left out: the gateway's loopback is not its loopback.
func frontOf(holder Owner) string {
	switch holder.Program {
	case "nginx", "haproxy", "caddy", "traefik":
		return holder.Program
	case "apache2", "httpd":
		return "apache"
	}
	return ""
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}
