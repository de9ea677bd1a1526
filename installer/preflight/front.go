package preflight

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"framagit.org/chatiere/chatiere/installer/site"
)

// FrontPort is where the gateway listens behind a front when chaton.hcl does
// not say: 80 is the front's own. FrontPortTLS is the same for a front that
// does not decrypt: 443 is the front's too.
const (
	FrontPort    = 8080
	FrontPortTLS = 8443
)

// FrontNames lists the proxies that Front knows.
func FrontNames() []string { return []string{"nginx", "apache", "haproxy", "caddy", "traefik"} }

// FrontError says that Front does not know that proxy, or that the proxy cannot
// do what the mode asks of it.
type FrontError struct {
	Name   string
	Unable bool
}

// Error is one English line.
func (e *FrontError) Error() string {
	format, values := e.Sentence()
	return fmt.Sprintf(format, values...)
}

// Sentence is what package locale translates.
func (e *FrontError) Sentence() (string, []any) {
	said := say("chatiere knows no proxy called %q.", e.Name)
	if e.Unable {
		said = say("%s cannot hand connections over without decrypting them, as mode = \"passthrough\" asks.", e.Name)
	}
	return said.format, said.values
}

// Hint lists those that it knows.
func (e *FrontError) Hint() string {
	if e.Unable {
		return say("Write mode = \"behind\" in the gateway block of chaton.hcl, or put nginx, haproxy or traefik in front.").format
	}
	return say("Write one of: nginx, apache, haproxy, caddy, traefik.").format
}

// Front is what to add to the configuration of a proxy that owns 80 and 443,
// so that it decrypts and hands every one of these host names to a gateway in
// mode "behind": host kept, X-Forwarded-For and X-Forwarded-Proto written anew
// (a visitor's own must not be believed), WebSocket and long answers let
// through, size limits left to the gateway. For a gateway in mode "passthrough"
// it hands connections over by their server name, with the PROXY protocol. Its
// comments are paths and commands only, which need no translation; nothing is
// written anywhere.
func Front(name string, hosts []string, gateway site.Gateway) (string, error) {
	text, known := fronts()[name]
	if !known {
		return "", &FrontError{Name: name}
	}
	if gateway.Mode == "passthrough" {
		if text, known = passthroughs()[name]; !known {
			return "", &FrontError{Name: name, Unable: true}
		}
	}
	if len(hosts) == 0 {
		return "", fmt.Errorf("write the lines for %s: this chaton has no host name", name)
	}
	var lines strings.Builder
	err := template.Must(template.New(name).Funcs(template.FuncMap{"join": strings.Join, "rule": traefikRule, "names": traefikNames}).Parse(text)).
		Execute(&lines, struct {
			First, Upstream string
			Hosts, Others   []string
		}{hosts[0], frontTarget(gateway), hosts, hosts[1:]})
	return lines.String(), err
}

// frontTarget is the address that the front hands to: where chaton.hcl says,
// else where it should say.
func frontTarget(gateway site.Gateway) string {
	port := gateway.HTTP
	switch {
	case gateway.Mode == "passthrough":
		port = gateway.HTTPS
	case gateway.Mode != "behind" || port == 0:
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(FrontPort))
	}
	address := "127.0.0.1"
	if len(gateway.Listen) > 0 && !slices.Contains(gateway.Listen, address) {
		address = gateway.Listen[0]
	}
	if parsed, err := netip.ParseAddr(address); err == nil && parsed.IsUnspecified() {
		address = map[bool]string{true: "127.0.0.1", false: "::1"}[parsed.Is4()]
	}
	return net.JoinHostPort(address, strconv.Itoa(port))
}

// traefikRule takes requests by their host, traefikNames connections by the
// name in their handshake.
func traefikRule(hosts []string) string  { return traefikAny("Host", hosts) }
func traefikNames(hosts []string) string { return traefikAny("HostSNI", hosts) }

func traefikAny(matcher string, hosts []string) string {
	rules := make([]string, len(hosts))
	for i, host := range hosts {
		rules[i] = matcher + "(`" + host + "`)"
	}
	return strings.Join(rules, " || ")
}
