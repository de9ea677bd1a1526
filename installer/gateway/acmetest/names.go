package acmetest

import (
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/miekg/dns"
)

// names answers every question for an A record with loopback.
type names struct {
	mu        sync.Mutex
	elsewhere map[string]net.IP
}

// startNames listens over TCP: the ACME server asks over nothing else.
func startNames(t testing.TB) (*names, string) {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("name server: %v", err)
	}
	resolver := &names{elsewhere: map[string]net.IP{}}
	server := &dns.Server{Listener: listener, Handler: resolver}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.ActivateAndServe()
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return resolver, listener.Addr().String()
}

// ServeDNS answers one question.
func (n *names) ServeDNS(w dns.ResponseWriter, question *dns.Msg) {
	answer := new(dns.Msg)
	answer.SetReply(question)
	if asked := question.Question[0]; asked.Qtype == dns.TypeA {
		head := dns.RR_Header{Name: asked.Name, Rrtype: dns.TypeA, Class: dns.ClassINET}
		if address := n.address(asked.Name); len(address) > 0 {
			answer.Answer = append(answer.Answer, &dns.A{Hdr: head, A: address})
		}
	}
	_ = w.WriteMsg(answer)
}

func (n *names) address(name string) net.IP {
	n.mu.Lock()
	defer n.mu.Unlock()
	if elsewhere := n.elsewhere[strings.TrimSuffix(strings.ToLower(name), ".")]; elsewhere != nil {
		return elsewhere
	}
	return net.IPv4(127, 0, 0, 1)
}

func (n *names) set(name string, address net.IP) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.elsewhere[name] = address
}
