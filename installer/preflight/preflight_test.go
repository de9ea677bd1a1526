package preflight

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestPorts_BusyPortNamesItsOwner(t *testing.T) {
	for _, address := range []string{"127.0.0.1", "::1"} {
		listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		port := listener.Addr().(*net.TCPAddr).Port
		findings := Ports(t.Context(), site.Gateway{Listen: []string{"127.0.0.1", "::1"}, HTTPS: port})
		if len(findings) != 1 || !findings[0].Blocking {
			t.Fatalf("%s: got %v, want one blocking finding", address, findings)
		}
		said := fmt.Sprintf(findings[0].What, findings[0].WhatValues...)
		want := fmt.Sprintf("(process %d)", os.Getpid())
		if !strings.Contains(said, fmt.Sprint(port)) || !strings.Contains(said, want) {
			t.Errorf("%s: got %q, want the port and %q", address, said, want)
		}
	}
}

func TestPorts_FreePortIsNotMentioned(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	if findings := Ports(t.Context(), site.Gateway{Listen: []string{"127.0.0.1"}, HTTPS: port}); len(findings) > 0 {
		t.Errorf("got %v, want none", findings)
	}
}

func TestPorts_ForeignAddressIsNamed(t *testing.T) {
	findings := Ports(t.Context(), site.Gateway{Listen: []string{"192.0.2.1"}, HTTPS: 8443})
	if len(findings) != 1 || findings[0].WhatValues[0] != "192.0.2.1" {
		t.Errorf("got %v, want one finding on 192.0.2.1", findings)
	}
}

func TestRouteNetworks_ReadsTheKernelsTable(t *testing.T) {
	table := "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
		"eth0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n" +
		"wg0\t0000D50A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
	got := routeNetworks(table)
	want := []HostNetwork{{netip.MustParsePrefix("10.213.0.0/16"), "route through wg0"}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestHostNetworks_HoldsTheLoopbackOfThisMachine(t *testing.T) {
	networks, err := HostNetworks()
	if err != nil {
		t.Fatal(err)
	}
	for _, network := range networks {
		if network.Prefix.Contains(netip.MustParseAddr("127.0.0.1")) {
			return
		}
	}
	t.Errorf("got %v, want one that holds 127.0.0.1", networks)
}
