package preflight

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// Resolver is where questions about names begin. Tests have their own servers
// on loopback; the machine's are SystemResolver's.
type Resolver struct {
	Servers  []string      // "address:port" of recursive resolvers, tried in turn
	Port     string        // where servers of zones answer: 53
	Patience time.Duration // for one answer
}

// SystemResolver reads the resolvers of /etc/resolv.conf. Without that file
// there is none, as for the machine's own programs.
func SystemResolver() Resolver {
	resolver := Resolver{Port: "53", Patience: 2 * time.Second}
	settings, err := dns.ClientConfigFromFile("/etc/resolv.conf")
	if err != nil {
		return resolver
	}
	for _, server := range settings.Servers {
		resolver.Servers = append(resolver.Servers, net.JoinHostPort(server, settings.Port))
	}
	return resolver
}

var (
	// errSilent says that no resolver of this machine answers.
	errSilent = errors.New("no resolver answers")
	// errFailing says that those that answer give no result.
	errFailing = errors.New("the resolvers fail")
)

// recurse asks the machine's resolvers, in turn, until one has a result: one
// that reaches nobody answers SERVFAIL, one that is not for us REFUSED.
func (r Resolver) recurse(ctx context.Context, name string, kind uint16) (*dns.Msg, error) {
	failure := errSilent
	for _, server := range r.Servers {
		answer, err := r.ask(ctx, server, name, kind, true)
		if err != nil {
			continue
		}
		if answer.Rcode == dns.RcodeSuccess || answer.Rcode == dns.RcodeNameError {
			return answer, nil
		}
		failure = errFailing
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, failure
}

// ask puts one question over UDP, and over TCP when the answer was cut or
// nothing came: some networks let one of the two pass only.
func (r Resolver) ask(ctx context.Context, server, name string, kind uint16, recursive bool) (*dns.Msg, error) {
	question := new(dns.Msg)
	question.SetQuestion(dns.Fqdn(name), kind)
	question.RecursionDesired = recursive
	answer, err := r.exchange(ctx, "udp", server, question)
	if err == nil && !answer.Truncated {
		return answer, nil
	}
	return r.exchange(ctx, "tcp", server, question)
}

func (r Resolver) exchange(ctx context.Context, network, server string, question *dns.Msg) (*dns.Msg, error) {
	client := &dns.Client{Net: network, Timeout: r.Patience}
	answer, _, err := client.ExchangeContext(ctx, question, server)
	return answer, err
}

// plainName is how people write a name: small letters, no dot at the end.
func plainName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// parent is the name above, "." at the end of the way up.
func parent(name string) string {
	name = dns.Fqdn(name)
	if next, end := dns.NextLabel(name, 0); !end {
		return name[next:]
	}
	return "."
}
