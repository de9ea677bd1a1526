package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Beyond the host: a network namespace behind a pair of interfaces, which the
// host reaches and forwards to as to any other machine (addresses of RFC 5737
// and RFC 4193).
const (
	beyondName   = "chatiere-beyond"
	hostSide     = "198.51.100.1"
	beyondSide   = "198.51.100.2"
	hostSide6    = "fd00:c4a7::1"
	beyondSide6  = "fd00:c4a7::2"
	beyondPort   = "7000"
	relayPort    = "2525"
	relayName    = "relais.e2e-networks.example"
	relayAccount = "cellule"
)

// openBeyond makes what lies beyond the host, gives the relay its name, and
// returns the address of the listener that is no relay.
func openBeyond(t *testing.T) string {
	t.Helper()
	_, _ = exec.Command("ip", "netns", "del", beyondName).CombinedOutput() // of a killed test
	command(t, "ip", "netns", "add", beyondName)
	t.Cleanup(func() { command(t, "ip", "netns", "del", beyondName) })
	const near, far = "chatiere-near", "chatiere-far"
	command(t, "ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", beyondName)
	for _, line := range []string{
		"address add " + hostSide + "/30 dev " + near,
		"address add " + hostSide6 + "/64 dev " + near + " nodad",
		"link set " + near + " up",
		"-n " + beyondName + " address add " + beyondSide + "/30 dev " + far,
		"-n " + beyondName + " address add " + beyondSide6 + "/64 dev " + far + " nodad",
		"-n " + beyondName + " link set " + far + " up",
		"-n " + beyondName + " route add default via " + hostSide,
		"-n " + beyondName + " -6 route add default via " + hostSide6,
	} {
		command(t, "ip", strings.Fields(line)...)
	}
	named(t, beyondSide+" "+relayName)
	listen(t, "tcp/"+beyondSide+":"+beyondPort, "udp/"+beyondSide+":"+beyondPort, "tcp/"+beyondSide+":"+relayPort,
		"tcp/["+beyondSide6+"]:"+beyondPort, "udp/["+beyondSide6+"]:"+beyondPort)
	return beyondSide + ":" + beyondPort
}

// listen runs the echo's program beyond the host.
func listen(t *testing.T, places ...string) {
	t.Helper()
	folder, err := echoModules()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "echo", "image", "server")
	listening := exec.Command("nsenter", "--net=/run/netns/"+beyondName, program)
	listening.Env = append(os.Environ(), "REPEAT="+strings.Join(places, " "))
	listening.Stderr = os.Stderr
	said, err := listening.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := listening.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listening.Process.Kill()
		_ = listening.Wait()
	})
	if line, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		t.Fatalf("beyond the host: got %q, %v; want it listening", line, err)
	}
}

// named puts one line into the machine's hosts file, where the gateway looks
// names up, and takes it out again.
func named(t *testing.T, line string) {
	t.Helper()
	const hosts = "/etc/hosts"
	before, err := os.ReadFile(hosts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hosts, append(slices.Clone(before), line+"\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		now, err := os.ReadFile(hosts)
		if err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(hosts, []byte(strings.Replace(string(now), line+"\n", "", 1)), 0o644); err != nil {
			t.Error(err)
		}
	})
}

func command(t testing.TB, name string, arguments ...string) {
	t.Helper()
	if output, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
	}
}
