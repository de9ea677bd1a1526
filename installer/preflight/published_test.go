package preflight

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestBusyPublished_NamesWhoHoldsAPortOfEachProtocol(t *testing.T) {
	_, tcp := listen(t, "tcp4", "0.0.0.0:0")
	udp := hear(t, "udp4", "0.0.0.0:0")
	for _, test := range []struct {
		port PublishedPort
		want string
	}{
		{PublishedPort{Number: tcp, Protocol: "tcp"}, fmt.Sprintf("Port %d/tcp (IPv4) is busy", tcp)},
		{PublishedPort{Number: udp, Protocol: "udp"}, fmt.Sprintf("Port %d/udp (IPv4) is busy", udp)},
	} {
		test.port.Service = "voix"
		findings := BusyPublished([]PublishedPort{test.port}, nil)
		if len(findings) != 1 || !findings[0].Blocking {
			t.Fatalf("%s: got %v, want one that blocks", test.port, findings)
		}
		for _, want := range []string{test.want, fmt.Sprintf("(process %d)", os.Getpid()), "The service voix needs it"} {
			if said := findings[0].String(); !strings.Contains(said, want) {
				t.Errorf("got %q, want %q in it", said, want)
			}
		}
	}
}

func TestBusyPublished_LoopbackMeetsOnlyWhoIsThere(t *testing.T) {
	elsewhere := hear(t, "udp4", "127.0.0.9:0")
	here := hear(t, "udp4", "127.0.0.1:0")
	cases := []struct {
		port PublishedPort
		busy bool
	}{
		{PublishedPort{Number: elsewhere, Protocol: "udp", Loopback: true}, false},
		{PublishedPort{Number: elsewhere, Protocol: "udp"}, true},
		{PublishedPort{Number: here, Protocol: "udp", Loopback: true}, true},
	}
	for _, test := range cases {
		if findings := BusyPublished([]PublishedPort{test.port}, nil); len(findings) > 0 != test.busy {
			t.Errorf("%s, loopback %t: got %v, want busy %t", test.port, test.port.Loopback, findings, test.busy)
		}
	}
}

func TestBusyPublished_AContainerIsNamed(t *testing.T) {
	port, _ := hold(t, "tcp4", "docker-proxy", "-proto", "tcp", "-host-ip", "0.0.0.0", "-host-port", "5222",
		"-container-ip", "172.30.0.2", "-container-port", "5222")
	named := func(id string) string { return map[string]string{"172.30.0.2": "old_chat"}[id] }
	findings := BusyPublished([]PublishedPort{{Service: "chat", Number: port, Protocol: "tcp"}}, named)
	if len(findings) != 1 || !strings.Contains(findings[0].String(), "docker stop old_chat") {
		t.Errorf("got %v, want the container's name and how to stop it", findings)
	}
}

// hear opens a UDP port for this process.
func hear(t testing.TB, family, address string) (port int) {
	t.Helper()
	socket, err := net.ListenPacket(family, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	_, text, _ := net.SplitHostPort(socket.LocalAddr().String())
	if port, err = strconv.Atoi(text); err != nil {
		t.Fatal(err)
	}
	return port
}
