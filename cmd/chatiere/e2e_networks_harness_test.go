package main

import (
	"encoding/hex"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// newNetworks makes a chaton with the modules cell and ear, of one image. Ear
// is echo by another name: the images of other tests stay out of it.
func newNetworks(t testing.TB, slug string) *chaton {
	t.Helper()
	c := newEcho(t, slug)
	echo := filepath.Join(c.modules, "echo")
	c.modules = t.TempDir()
	for name, from := range map[string]string{
		"cell": "testdata/cell", "cell/image": filepath.Join(echo, "image"), "ear/image": filepath.Join(echo, "image"),
	} {
		if err := os.CopyFS(filepath.Join(c.modules, name), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	module, err := os.ReadFile(filepath.Join(echo, "module.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	named := strings.Replace(string(module), `module "echo"`, `module "ear"`, 1)
	if err := os.WriteFile(filepath.Join(c.modules, "ear", "module.hcl"), []byte(named), 0o644); err != nil {
		t.Fatal(err)
	}
	return c
}

// given runs the program with a line on its standard input.
func (c *chaton) given(line string, arguments ...string) {
	c.t.Helper()
	called := c.command(c.t.Context(), arguments...)
	called.Stdin = strings.NewReader(line + "\n")
	if output, err := called.CombinedOutput(); err != nil {
		c.t.Fatalf("chatiere %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
}

// ask lets a container of the cell look, and gives what it saw.
func (n *networks) ask(path string, pairs ...string) string { return n.askOf("cell", path, pairs...) }

func (n *networks) askOf(service, path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return strings.TrimSpace(n.get(n.client, service+"."+n.slug+".localhost", path+"?"+query.Encode()).body)
}

// blocked fails when a container reaches an address. All try at once, since
// each waits until it gives up.
func (n *networks) blocked(t *testing.T, network string, addresses []string, containers ...string) {
	t.Helper()
	var trying sync.WaitGroup
	for _, container := range containers {
		for _, address := range addresses {
			trying.Go(func() {
				if saw := n.ask(container+"dial", "network", network, "to", address); !strings.HasPrefix(saw, "failed: ") {
					t.Errorf("%s to %s over %s: got %q, want no way there", container, address, network, saw)
				}
			})
		}
	}
	trying.Wait()
}

func reaches(t *testing.T, saw, want string) {
	t.Helper()
	if saw != "reached: "+want {
		t.Errorf("got %q, want %q", saw, "reached: "+want)
	}
}

func fails(t *testing.T, saw string) {
	t.Helper()
	if !strings.HasPrefix(saw, "failed: ") {
		t.Errorf("got %q, want no way there", saw)
	}
}

// until asks again and again, for 20 s at most.
func (n *networks) until(t *testing.T, look func() string, want string) {
	t.Helper()
	again := time.NewTicker(250 * time.Millisecond)
	defer again.Stop()
	end := time.After(20 * time.Second)
	for got := look(); got != want; got = look() {
		select {
		case <-end:
			t.Fatalf("got %q, want %q within 20 s", got, want)
		case <-again.C:
		}
	}
}

// listens says whether the gateway is up again.
func (n *networks) listens() string {
	connection, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(n.https)))
	if err != nil {
		return err.Error()
	}
	_ = connection.Close()
	return "yes"
}

func (n *networks) url(service, path string) string {
	return "https://" + service + "." + n.slug + ".localhost:" + strconv.Itoa(n.https) + path
}

func (n *networks) hostAddress(service string) string {
	return docker(n.t, "network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", n.slug+"-"+service)
}

func (n *networks) address(service, container, network string) string {
	return docker(n.t, "inspect", "--format", `{{(index .NetworkSettings.Networks "`+network+`").IPAddress}}`, n.container(service+"/"+container))
}

// addresses are those of a service's only container.
func (n *networks) addresses(service string) []string {
	return strings.Fields(docker(n.t, "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", n.container(service+"/app")))
}

func (n *networks) global6(service string) []string {
	return strings.Fields(docker(n.t, "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}} {{end}}", n.container(service+"/app")))
}

// global6 finds the global IPv6 addresses among those of a container.
func global6(listed string) []netip.Addr {
	var found []netip.Addr
	for _, word := range regexp.MustCompile(`[0-9a-fA-F.:]+/\d+`).FindAllString(listed, -1) {
		prefix, err := netip.ParsePrefix(word)
		if err == nil && prefix.Addr().Is6() && prefix.Addr().IsGlobalUnicast() {
			found = append(found, prefix.Addr())
		}
	}
	return found
}

func (n *networks) engineMajor() int {
	version, _, _ := strings.Cut(docker(n.t, "version", "--format", "{{.Server.Version}}"), ".")
	major, err := strconv.Atoi(version)
	if err != nil {
		n.t.Fatal(err)
	}
	return major
}

func (n *networks) pool() string {
	lock, err := os.ReadFile(filepath.Join(n.folder, "chaton.lock.hcl"))
	if err != nil {
		n.t.Fatal(err)
	}
	found := regexp.MustCompile(`pool\s*=\s*"([^"]+)"`).FindStringSubmatch(string(lock))
	if found == nil {
		n.t.Fatalf("no pool in\n%s", lock)
	}
	return found[1]
}

// gatewaySockets are the other ends of the connections that the gateway made:
// those of its process that are established, and not at a port where it listens.
func (n *networks) gatewaySockets(t *testing.T) []netip.AddrPort {
	t.Helper()
	process := docker(t, "inspect", "--format", "{{.State.Pid}}", n.container("/gateway"))
	owned := map[string]bool{}
	links, err := filepath.Glob("/proc/" + process + "/fd/*")
	if err != nil || len(links) == 0 {
		t.Fatalf("got no descriptors of the gateway: %v", err)
	}
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil {
			owned[target] = true
		}
	}
	relay, _ := strconv.Atoi(relayPort)
	accepting := []uint16{uint16(n.http), uint16(n.https), uint16(relay)}
	var remotes []netip.AddrPort
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6"} {
		// Not /proc/net: it is what the first thread of this process sees, which
		// another test may have left in a namespace of its own.
		data, err := os.ReadFile("/proc/" + process + "/net/" + table)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			fields := strings.Fields(line)
			if len(fields) < 10 || fields[3] != "01" || !owned["socket:["+fields[9]+"]"] {
				continue
			}
			if local := kernelAddress(t, fields[1]); !slices.Contains(accepting, local.Port()) {
				remotes = append(remotes, kernelAddress(t, fields[2]))
			}
		}
	}
	return remotes
}

// kernelAddress reads "0100007F:1F90": words of four bytes in the machine's
// (little-endian) order, and the port.
func kernelAddress(t *testing.T, text string) netip.AddrPort {
	t.Helper()
	written, port, _ := strings.Cut(text, ":")
	data, err := hex.DecodeString(written)
	number, wrong := strconv.ParseUint(port, 16, 16)
	if err != nil || wrong != nil {
		t.Fatalf("got %q, want an address of the kernel's", text)
	}
	for i := 0; i+4 <= len(data); i += 4 {
		slices.Reverse(data[i : i+4])
	}
	address, _ := netip.AddrFromSlice(data)
	return netip.AddrPortFrom(address.Unmap(), uint16(number))
}
