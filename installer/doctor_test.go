package installer

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

// Story 1: no order is sent for a name whose record is missing, and the message
// names the record.
func TestCheckNames_MissingRecordRefusesTheFirstOrder(t *testing.T) {
	p := named(t, "letsencrypt", "petitchaton.example. A 203.0.113.7\n")
	var refused *RefusedError
	if err := p.CheckNames(t.Context()); !errors.As(err, &refused) {
		t.Fatalf("got %v, want a *RefusedError", err)
	}
	want := "refused: wiki.petitchaton.example does not exist in the zone petitchaton.example. " +
		"In the zone petitchaton.example, create: wiki.petitchaton.example. A 203.0.113.7"
	if len(refused.Findings) != 1 || refused.Findings[0].String() != want {
		t.Errorf("got %v, want only\n%s", refused.Findings, want)
	}
}

func TestCheckNames_CertifiedNameIsNotLookedAt(t *testing.T) {
	p := named(t, "letsencrypt", "petitchaton.example. A 203.0.113.7\n")
	p.Have.Certificates = map[string]bool{"wiki.petitchaton.example": true}
	if err := p.CheckNames(t.Context()); err != nil {
		t.Errorf("got %v, want nothing refused", err)
	}
}

func TestCheckNames_RightRecordsPass(t *testing.T) {
	p := named(t, "letsencrypt", "petitchaton.example. A 203.0.113.7\nwiki.petitchaton.example. A 203.0.113.7\n")
	if err := p.CheckNames(t.Context()); err != nil {
		t.Errorf("got %v, want nothing refused", err)
	}
}

// Other authorities than a public one may know names that no zone has.
func TestCheckNames_OtherIssuersAreNotHeldUp(t *testing.T) {
	for _, issuer := range []string{"internal", "acme"} {
		p := named(t, issuer, "petitchaton.example. TXT x\n")
		if err := p.CheckNames(t.Context()); err != nil {
			t.Errorf("%s: got %v, want nothing refused", issuer, err)
		}
	}
}

func TestDiagnosis_NamesGiveTheRecordsToCreate(t *testing.T) {
	d := &diagnosing{Prepared: named(t, "letsencrypt", "petitchaton.example. A 198.51.100.9\nwiki.petitchaton.example. A 203.0.113.7\n")}
	var err error
	if d.addresses, err = d.publicAddresses(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, check := range d.lookAtNames(t.Context()) {
		said = append(said, string(check.State)+" "+check.ID+": "+check.What.String())
	}
	want := []string{
		"blocking name petitchaton.example: The A record of petitchaton.example leads to 198.51.100.9, which is not an address of this machine.",
		"ok name wiki.petitchaton.example: wiki.petitchaton.example leads to this machine: 203.0.113.7.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("checks: -want +got\n%s", diff)
	}
	records := []preflight.Record{{Name: "petitchaton.example", Type: "A", Value: "203.0.113.7", TTL: 3600}}
	if diff := cmp.Diff(records, d.Records); diff != "" {
		t.Errorf("records: -want +got\n%s", diff)
	}
	suggested := &preflight.Record{Name: "petitchaton.example", Type: "CAA", Value: `0 issue "letsencrypt.org"`, TTL: 3600}
	if diff := cmp.Diff(suggested, d.Suggested); diff != "" {
		t.Errorf("suggested: -want +got\n%s", diff)
	}
}

func TestDiagnosis_NamesOfThisMachineOnlyNeedNoRecord(t *testing.T) {
	p := named(t, "internal", "petitchaton.example. TXT x\n")
	p.Site.Domain, p.Site.Services = "essai.localhost", nil
	checks := (&diagnosing{Prepared: p}).lookAtNames(t.Context())
	if len(checks) != 1 || checks[0].State != CheckFine || !strings.Contains(checks[0].What.String(), "essai.localhost") {
		t.Errorf("got %v, want one that is fine and names essai.localhost", checks)
	}
}

func TestDiagnosis_OneFaultIsSaidOnce(t *testing.T) {
	same := Check{ID: "name a.example", State: CheckWarning, What: plan.Say("The resolver does not answer.")}
	other := same
	other.ID = "name b.example"
	if got := once([]Check{same, other}); len(got) != 1 || got[0].ID != "name a.example" {
		t.Errorf("got %v, want the first only", got)
	}
}

// named is a chaton whose names one server on loopback answers for: it is the
// resolver and the zone's own server at once.
func named(t *testing.T, issuer, zone string) *Prepared {
	t.Helper()
	port := serveZone(t, zone)
	return &Prepared{
		Site: &site.Site{
			Domain: "petitchaton.example", TLS: site.TLS{Issuer: issuer, Directory: "https://ca.example/"},
			Gateway:     site.Gateway{Listen: []string{"0.0.0.0"}, HTTPS: 443},
			Publication: site.Publication{Hosting: &site.Machine{Addresses: []string{"203.0.113.7"}}},
			Services:    []*site.Service{{Name: "wiki", Routes: []*site.Route{{Host: "wiki.petitchaton.example"}}}},
		},
		request: Request{
			State: State{Folder: t.TempDir()}, Clock: time.Now,
			Resolver: preflight.Resolver{Servers: []string{net.JoinHostPort("127.0.0.1", port)}, Port: port, Patience: time.Second},
		},
	}
}

func serveZone(t *testing.T, zone string) (port string) {
	t.Helper()
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handler := zoneOf(t, ". SOA ns.example. root.example. 1 2 3 4 5\n. NS ns.example.\nns.example. A 127.0.0.1\n"+
		"petitchaton.example. SOA ns.example. root.example. 1 2 3 4 5\npetitchaton.example. NS ns.example.\n"+zone)
	server := &dns.Server{PacketConn: packets, Handler: handler}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.ActivateAndServe()
	}()
	t.Cleanup(func() {
		packets.Close()
		<-ended
	})
	_, port, _ = net.SplitHostPort(packets.LocalAddr().String())
	return port
}

// zoneOf answers with authority from the lines of a zone file.
func zoneOf(t *testing.T, text string) dns.HandlerFunc {
	t.Helper()
	records := []dns.RR{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		record, err := dns.NewRR(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		records = append(records, record)
	}
	return func(w dns.ResponseWriter, question *dns.Msg) {
		answer := new(dns.Msg)
		answer.SetReply(question)
		answer.Authoritative, answer.Rcode = true, dns.RcodeNameError
		for _, record := range records {
			if record.Header().Name != question.Question[0].Name {
				continue
			}
			answer.Rcode = dns.RcodeSuccess
			if record.Header().Rrtype == question.Question[0].Qtype {
				answer.Answer = append(answer.Answer, record)
			}
		}
		_ = w.WriteMsg(answer)
	}
}
