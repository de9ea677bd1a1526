package preflight

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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

func TestProxyNetworks_AddressesOnlyAndNeverThePassword(t *testing.T) {
	environment := map[string]string{
		"HTTP_PROXY":  "http://someone:secret@10.213.4.5:3128/",
		"https_proxy": "10.214.0.1:3128",
		"HTTPS_PROXY": "http://proxy.example:3128",
		"ALL_PROXY":   "socks5://127.0.0.1:1080",
		"all_proxy":   "http://[2001:db8::1]:3128",
	}
	got := ProxyNetworks(func(name string) string { return environment[name] })
	want := []HostNetwork{
		{netip.MustParsePrefix("10.213.4.5/32"), "HTTP_PROXY"},
		{netip.MustParsePrefix("10.214.0.1/32"), "https_proxy"},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestHostNetworks_HoldsTheProxyOfTheEnvironment(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://10.213.4.5:3128")
	networks, err := HostNetworks()
	if err != nil {
		t.Fatal(err)
	}
	for _, network := range networks {
		if network.Source == "HTTP_PROXY" {
			return
		}
	}
	t.Errorf("got %v, want one of HTTP_PROXY", networks)
}

func TestEngineNetworks_AreNamedInOrder(t *testing.T) {
	got := EngineNetworks(map[string]string{"lan": "192.168.1.7/24", "bridge": "172.17.0.0/16", "six": "fd00::/64", "host": ""})
	want := []HostNetwork{
		{netip.MustParsePrefix("172.17.0.0/16"), "network bridge"},
		{netip.MustParsePrefix("192.168.1.0/24"), "network lan"},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
