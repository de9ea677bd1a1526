package preflight

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// world is a resolver and the servers of one zone, petitchaton.example, all on
// loopback with their own addresses, as real ones answer.
type world struct {
	resolver Resolver
	servers  []*nameServer // ns1, ns2…

	recursive *nameServer
}

// nameServer answers from the lines of a zone file.
type nameServer struct {
	records       []dns.RR
	authoritative bool
	cut           bool             // over UDP every answer is cut
	mute          bool             // nothing is answered
	codes         map[string]uint8 // "name TYPE" -> answer code
	asked         chan string      // "udp" or "tcp", when somebody listens
}

// newWorld starts one server of the zone for each text.
func newWorld(t testing.TB, zones ...string) *world {
	t.Helper()
	return newFaultyWorld(t, func(*world) {}, zones...)
}

// newFaultyWorld puts faults into the servers before they start.
func newFaultyWorld(t testing.TB, spoil func(*world), zones ...string) *world {
	t.Helper()
	w := &world{}
	above := ". SOA ns1.petitchaton.example. root.petitchaton.example. 1 2 3 4 5\n. NS ns1.petitchaton.example.\n" +
		"petitchaton.example. SOA ns1.petitchaton.example. root.petitchaton.example. 1 2 3 4 5\n"
	for i, text := range zones {
		above += fmt.Sprintf("petitchaton.example. NS ns%d.petitchaton.example.\nns%d.petitchaton.example. A 127.0.0.%d\n", i+1, i+1, i+2)
		w.servers = append(w.servers, &nameServer{records: zoneLines(t, text), authoritative: true})
	}
	w.recursive = &nameServer{records: zoneLines(t, above)}
	spoil(w)
	w.resolver.Port = serveTogether(t, w.servers)
	w.resolver.Patience = 500 * time.Millisecond
	port := serveTogether(t, []*nameServer{w.recursive})
	w.resolver.Servers = []string{net.JoinHostPort("127.0.0.2", port)}
	return w
}

func zoneLines(t testing.TB, text string) []dns.RR {
	t.Helper()
	var records []dns.RR
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		record, err := dns.NewRR(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if record != nil {
			records = append(records, record)
		}
	}
	return records
}

// serveTogether gives each server its own address, from 127.0.0.2 on, and all
// of them one port, as port 53 is one.
func serveTogether(t testing.TB, servers []*nameServer) (port string) {
	t.Helper()
	for range 20 {
		if port, opened := openTogether(servers); opened != nil {
			for _, server := range opened {
				server.start(t)
			}
			return port
		}
	}
	t.Fatal("no port is free on every address")
	return ""
}

// door is one server's way in, over UDP or TCP.
type door struct{ *dns.Server }

func openTogether(servers []*nameServer) (port string, opened []door) {
	port = "0"
	for i, server := range servers {
		address := "127.0.0." + strconv.Itoa(i+2)
		listener, err := net.Listen("tcp", net.JoinHostPort(address, port))
		if err != nil {
			return "", closed(opened)
		}
		_, port, _ = net.SplitHostPort(listener.Addr().String())
		opened = append(opened, door{&dns.Server{Listener: listener, Handler: server}})
		packets, err := net.ListenPacket("udp", net.JoinHostPort(address, port))
		if err != nil {
			return "", closed(opened)
		}
		opened = append(opened, door{&dns.Server{PacketConn: packets, Handler: server}})
	}
	return port, opened
}

func closed(opened []door) []door {
	for _, each := range opened {
		each.close()
	}
	return nil
}

func (s door) close() {
	if s.Listener != nil {
		s.Listener.Close()
	}
	if s.PacketConn != nil {
		s.PacketConn.Close()
	}
}

func (s door) start(t testing.TB) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.ActivateAndServe()
	}()
	t.Cleanup(func() {
		s.close()
		<-ended
	})
}

// ServeDNS answers one question.
func (s *nameServer) ServeDNS(w dns.ResponseWriter, question *dns.Msg) {
	network := w.LocalAddr().Network()
	if s.asked != nil {
		s.asked <- network
	}
	if s.mute {
		return
	}
	answer := new(dns.Msg)
	answer.SetReply(question)
	answer.Authoritative = s.authoritative
	if s.cut && network == "udp" {
		answer.Truncated = true
	} else {
		s.fill(answer, question.Question[0])
	}
	_ = w.WriteMsg(answer)
}

func (s *nameServer) fill(answer *dns.Msg, asked dns.Question) {
	if code, wrong := s.codes[plainName(asked.Name)+" "+dns.TypeToString[asked.Qtype]]; wrong {
		answer.Rcode = int(code)
		return
	}
	exists := false
	for name := asked.Name; name != ""; {
		next := ""
		for _, record := range s.records {
			if !strings.EqualFold(record.Header().Name, name) {
				continue
			}
			exists = true
			if alias, right := record.(*dns.CNAME); right || record.Header().Rrtype == asked.Qtype {
				answer.Answer = append(answer.Answer, record)
				if right {
					next = alias.Target
				}
			}
		}
		name = next
	}
	if !exists {
		answer.Rcode = dns.RcodeNameError
	}
}

// lookUp asks the world for one name.
func (w *world) lookUp(t testing.TB, name string) Records {
	t.Helper()
	return w.resolver.LookUp(t.Context(), []string{name})[0]
}

// public is the machine of the tests, with an address of each family.
func public() Addresses {
	return Addresses{Own: []netip.Addr{netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("2001:db8::7")}}
}
