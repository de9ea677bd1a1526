package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

const networkServices = `
mail {
  host = "` + relayName + `"
  port = ` + relayPort + `
  user = "` + relayAccount + `"
  from = "noreply@ailleurs.example"

  encryption = "none"
}

service "cell" {
  module = "cell"
  uses   = { friend = "friend" }
}

service "friend" {
  module   = "ear"
  settings = { word = "friend" }
}

service "stranger" {
  module   = "ear"
  settings = { word = "stranger" }
}
`

// TestE2E_Networks is decisions 5 and 6 on the real engine: who reaches whom.
// Each refusal has its control, a neighbour that is let through.
func TestE2E_Networks(t *testing.T) {
	beyond := openBeyond(t)
	c := newNetworks(t, "e2e-networks")
	c.write(networkServices)
	refused := c.expect(exitUsage, "plan")
	if !strings.Contains(refused.err, "chatiere secret set mail password") {
		t.Errorf("without the relay's password: got\n%s\nwant it asked for", refused.err)
	}
	c.given("un-mot-de-passe-de-relais", "secret", "set", "mail", "password")
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	n := &networks{chaton: c, client: c.client(c.authority()), beyond: beyond}

	for _, step := range []struct {
		name string
		look func(*testing.T)
	}{
		{"no way out without egress", n.wayOut},
		{"no other service's containers", n.otherServices},
		{"neither in IPv6", n.overIPv6},
		{"mail reaches the relay only", n.mail},
		{"public names through the gateway", n.publicNames},
		{"the gateway speaks to nobody else", n.gatewaySpeaksTo},
		{"an address that comes after the gateway", n.lateAddress},
		{"restarted outside apply", n.restarted},
		{"what is no longer wanted is no longer listened at", n.retired},
	} {
		t.Run(step.name, func(t *testing.T) {
			c.t = t
			step.look(t)
		})
	}
	c.t = t
}

// networks is a chaton under test and what lies beyond its host.
type networks struct {
	*chaton
	client *http.Client
	beyond string // its listener, "address:port"
}

func (n *networks) wayOut(t *testing.T) {
	for _, network := range []string{"tcp", "udp"} {
		reaches(t, n.ask("/outward/dial", "network", network, "to", n.beyond), beyondSide+":"+beyondPort+" heard bonjour")
		n.blocked(t, network, []string{n.beyond}, "/", "/post/")
	}
}

func (n *networks) otherServices(t *testing.T) {
	var others []string
	for _, address := range append(n.addresses("stranger"), n.addresses("friend")...) {
		others = append(others, net.JoinHostPort(address, "8080"))
	}
	peer := n.address("cell", "peer", n.slug+"-cell")
	reaches(t, n.ask("/fetch", "url", "http://"+peer+":8080/"), "200 peer")
	n.blocked(t, "tcp", others, "/", "/post/", "/outward/")
	if len(others) != 2 {
		t.Errorf("got addresses %v, want one of each other service", others)
	}
}

// overIPv6 holds on engines that give service networks no IPv6, and would on
// one that does: whatever address there is must not be reached.
func (n *networks) overIPv6(t *testing.T) {
	beyond := net.JoinHostPort(beyondSide6, beyondPort)
	if _, err := net.DialTimeout("tcp", beyond, 5*time.Second); err != nil {
		t.Fatalf("from the host: got %v, want it reached", err)
	}
	others := []string{beyond}
	for _, address := range n.global6("stranger") {
		others = append(others, net.JoinHostPort(address, "8080"))
	}
	containers, major := []string{"/", "/peer/", "/post/"}, n.engineMajor()
	n.blocked(t, "tcp", others, containers...)
	n.blocked(t, "udp", []string{beyond}, containers...)
	n.blocked(t, "tcp", others[1:], "/outward/")
	for _, container := range append(containers, "/outward/") {
		if own := n.ask(container + "addresses"); major < 27 && len(global6(own)) > 0 {
			t.Errorf("%s: got %s on engine %d, want no IPv6 where nothing isolates it", container, own, major)
		}
	}
}

func (n *networks) mail(t *testing.T) {
	relay := net.JoinHostPort(relayName, relayPort)
	reaches(t, n.ask("/post/dial", "network", "tcp", "to", relay), beyondSide+":"+relayPort+" heard bonjour")
	n.blocked(t, "tcp", []string{net.JoinHostPort(relayName, beyondPort), net.JoinHostPort(beyondSide, relayPort)}, "/post/")
	n.blocked(t, "tcp", []string{relay}, "/", "/peer/")
	// The host's addresses are within every container's reach, those in the
	// networks of others too.
	listening, silent := net.JoinHostPort(n.hostAddress("cell"), relayPort), net.JoinHostPort(n.hostAddress("stranger"), relayPort)
	reaches(t, n.ask("/post/dial", "network", "tcp", "to", listening), beyondSide+":"+relayPort+" heard bonjour")
	fails(t, n.askOf("friend", "/dial", "network", "tcp", "to", listening))
	if _, err := net.DialTimeout("tcp", silent, 5*time.Second); err == nil {
		t.Error("got a listener for mail in a network where nobody sends any")
	}
}

func (n *networks) publicNames(t *testing.T) {
	for _, path := range []string{"/fetch", "/peer/fetch", "/outward/fetch"} {
		reaches(t, n.ask(path, "url", n.url("cell", "/")), "200 app https")
		reaches(t, n.ask(path, "url", n.url("friend", "/")), "200 friend https")
		fails(t, n.ask(path, "url", n.url("stranger", "/")))
	}
	plain := fmt.Sprintf("http://friend.%s.localhost:%d/", n.slug, n.http)
	reaches(t, n.ask("/fetch", "url", plain), "200 friend https") // it redirects
}

// gatewaySpeaksTo looks at the gateway's own sockets right after it forwarded
// requests and mail.
func (n *networks) gatewaySpeaksTo(t *testing.T) {
	relay, err := net.Dial("tcp", net.JoinHostPort(n.hostAddress("cell"), relayPort))
	if err != nil {
		t.Fatal(err)
	}
	defer relay.Close()
	fmt.Fprintln(relay, "bonjour")
	if _, err := bufio.NewReader(relay).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	n.ask("/")
	pool := netip.MustParsePrefix(n.pool())
	seen := map[string]bool{}
	for _, remote := range n.gatewaySockets(t) {
		switch {
		case pool.Contains(remote.Addr()):
			seen["pool"] = true
		case remote.String() == net.JoinHostPort(beyondSide, relayPort):
			seen["relay"] = true
		default:
			t.Errorf("the gateway speaks to %s", remote)
		}
	}
	if !seen["pool"] || !seen["relay"] {
		t.Errorf("got %v, want its upstreams and the relay seen", seen)
	}
}

// lateAddress takes the host's address from a bridge, as before the engine has
// made it again after a reboot, and restarts the gateway meanwhile.
func (n *networks) lateAddress(t *testing.T) {
	id := docker(t, "network", "inspect", "--format", "{{.Id}}", n.slug+"-cell")
	bridge, address := "br-"+id[:12], n.hostAddress("cell")+"/26"
	command(t, "ip", "address", "del", address, "dev", bridge)
	docker(t, "restart", n.container("/gateway"))
	n.until(t, n.listens, "yes")
	command(t, "ip", "address", "add", address, "dev", bridge)
	n.until(t, func() string { return n.ask("/fetch", "url", n.url("friend", "/")) }, "reached: 200 friend https")
}

// restarted is failures.md, 23: two services restarted by the engine keep
// their addresses, and nobody is ever answered by the other one.
func (n *networks) restarted(t *testing.T) {
	friend, stranger := n.container("friend/app"), n.container("stranger/app")
	docker(t, "stop", "--time", "1", friend, stranger)
	for _, restarted := range []string{stranger, friend} {
		docker(t, "start", restarted)
		for _, name := range []string{"friend", "stranger"} {
			n.answeredByItself(t, name)
		}
	}
	for _, name := range []string{"friend", "stranger"} {
		n.until(t, func() string { return n.answeredByItself(t, name) }, name+" https\n")
	}
	n.expect(exitDone, "plan")
}

func (n *networks) answeredByItself(t *testing.T, name string) string {
	t.Helper()
	body := n.get(n.client, name+"."+n.slug+".localhost", "/").body
	if strings.HasSuffix(body, " https\n") && body != name+" https\n" {
		t.Errorf("%s: got %q, the answer of another service", name, body)
	}
	return body
}

// retired removes the relay: its listener goes, and nothing else changes.
func (n *networks) retired(t *testing.T) {
	_, services, _ := strings.Cut(networkServices, "service ")
	n.write("%s", "service "+services)
	planned := n.expect(exitPending, "plan").out
	if strings.Contains(planned, "stranger") {
		t.Errorf("got\n%s\nwant nothing of a service without mail", planned)
	}
	n.expect(exitDone, "apply", "--yes")
	n.expect(exitDone, "plan")
	if _, err := net.DialTimeout("tcp", net.JoinHostPort(n.hostAddress("cell"), relayPort), 5*time.Second); err == nil {
		t.Error("got the relay's listener after its block went")
	}
	reaches(t, n.ask("/fetch", "url", n.url("cell", "/")), "200 app https")
}
