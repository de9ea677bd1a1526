package preflight

import (
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// ProxyNetworks lists the proxies that an environment names by an IPv4
// address: a service network over one of them cuts its containers, or the
// engine, from what is fetched through it. Never the whole value: it may hold
// a password.
func ProxyNetworks(environment func(name string) string) []HostNetwork {
	var networks []HostNetwork
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"} {
		for _, spelled := range []string{name, strings.ToLower(name)} {
			if address, found := proxyAddress(environment(spelled)); found {
				networks = append(networks, HostNetwork{netip.PrefixFrom(address, 32), spelled})
			}
		}
	}
	return networks
}

// proxyAddress reads "http://user:password@10.1.2.3:3128" and the common short
// form without a scheme.
func proxyAddress(value string) (netip.Addr, bool) {
	if value != "" && !strings.Contains(value, "://") {
		value = "http://" + value
	}
	parsed, err := url.Parse(value)
	if err != nil {
		return netip.Addr{}, false
	}
	address, err := netip.ParseAddr(parsed.Hostname())
	return address, err == nil && address.Is4() && !address.IsLoopback()
}

// EngineNetworks lists the networks of an engine by name and subnet. Bridges
// show in HostNetworks too; macvlan, ipvlan and overlay networks here only.
func EngineNetworks(subnets map[string]string) []HostNetwork {
	var networks []HostNetwork
	for _, name := range slices.Sorted(maps.Keys(subnets)) {
		if prefix, err := netip.ParsePrefix(subnets[name]); err == nil && prefix.Addr().Is4() {
			networks = append(networks, HostNetwork{prefix.Masked(), "network " + name})
		}
	}
	return networks
}
