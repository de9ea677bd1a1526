package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// Doctor before the chaton is in place, with a port that is held, and after,
// with a firewall that keeps containers from the gateway.
func TestE2E_DoctorNamesWhatFailsBeforeAndAfter(t *testing.T) {
	c := newEcho(t, "e2e-doctor")
	c.write(echoService, "bonjour", false)
	c.expect(exitDone, "doctor")
	if _, err := os.Stat(c.state); !os.IsNotExist(err) {
		t.Errorf("doctor wrote the state folder: %v", err)
	}

	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.https)))
	if err != nil {
		t.Fatal(err)
	}
	held := c.expect(exitRefused, "doctor")
	if want := "process " + strconv.Itoa(os.Getpid()); !strings.Contains(held.out, strconv.Itoa(c.https)) || !strings.Contains(held.out, want) {
		t.Errorf("busy port: got\n%s\nwant the port and %q", held.out, want)
	}
	listener.Close()

	c.expect(exitDone, "apply", "--yes")
	before := objects(t, c.slug)
	c.expectCheck("inside", "ok", "networks tried: 1")
	c.expectCheck("ports", "ok", strconv.Itoa(c.https))
	subnet := docker(t, "network", "inspect", "--format", "{{(index .IPAM.Config 0).Subnet}}", c.slug+"-echo")
	rule := []string{"INPUT", "-s", subnet, "-p", "tcp", "--dport", strconv.Itoa(c.https), "-j", "DROP"}
	iptables(t, append([]string{"-w", "-I"}, rule...)...)
	defer iptables(t, append([]string{"-w", "-D"}, rule...)...)
	c.expectCheck("inside", "warning", c.slug+"-echo")
	if got := objects(t, c.slug); got != before {
		t.Errorf("got\n%s\nwant nothing left by doctor beside\n%s", got, before)
	}
}

// expectCheck calls doctor and finds one check in what programs get.
func (c *chaton) expectCheck(id, state, said string) {
	c.t.Helper()
	var diagnosis diagnosisJSON
	got := c.expect(exitDone, "doctor", "--json")
	if err := json.Unmarshal([]byte(got.out), &diagnosis); err != nil {
		c.t.Fatal(err)
	}
	for _, check := range diagnosis.Checks {
		if check.ID == id {
			if string(check.State) != state || !strings.Contains(check.What+" "+check.Fix, said) {
				c.t.Errorf("%s: got %s: %s %s, want %s with %q", id, check.State, check.What, check.Fix, state, said)
			}
			return
		}
	}
	c.t.Errorf("got no check %q in\n%s", id, got.out)
}

func iptables(t testing.TB, arguments ...string) {
	t.Helper()
	if output, err := exec.Command("iptables", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("iptables %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
}

// Story 1: with a record that leads elsewhere, apply sends no order, makes
// nothing, and names the record. The program asks a server of ours, in the
// place of the machine's resolvers.
func TestE2E_WrongRecordIsRefusedBeforeAnythingIsMade(t *testing.T) {
	c := newEcho(t, "e2e-records")
	address := serveNames(t, "e2e-records.example. A 198.51.100.9\n")
	c.writePublic()
	resolvers := filepath.Join(c.folder, "resolv.conf")
	if err := os.WriteFile(resolvers, []byte("nameserver "+address+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"doctor"}, {"apply", "--yes"}} {
		got := c.runWithResolvers(resolvers, arguments...)
		said := got.out + got.err
		if got.code != exitRefused || !strings.Contains(said, "leads to 198.51.100.9") || !strings.Contains(said, "e2e-records.example. A 203.0.113.7") {
			t.Errorf("%s: got exit code %d\n%s\nwant 5, and the record that is wrong", arguments[0], got.code, said)
		}
	}
	if left := objects(t, c.slug); left != "" {
		t.Errorf("made in spite of it:\n%s", left)
	}
}

// writePublic writes a chaton whose names stand in a public zone.
func (c *chaton) writePublic() {
	c.t.Helper()
	text := fmt.Sprintf(`
chaton %[1]q {
  name   = "Essai"
  domain = "%[1]s.example"
}

contact {
  email = "contact@ailleurs.example"
}

hosting {
  addresses = ["203.0.113.7"]
}

gateway {
  listen = ["127.0.0.1"]
  http   = %[2]d
  https  = %[3]d
}
`, c.slug, c.http, c.https)
	if err := os.WriteFile(filepath.Join(c.folder, "chaton.hcl"), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// runWithResolvers calls the program in a mount namespace of its own, with
// another /etc/resolv.conf.
func (c *chaton) runWithResolvers(file string, arguments ...string) answer {
	c.t.Helper()
	inside := c.command(c.t.Context(), arguments...)
	wrapped := append([]string{"--mount", "sh", "-c", `mount --bind "$0" /etc/resolv.conf && exec "$@"`, file}, inside.Args...)
	command := exec.CommandContext(c.t.Context(), "unshare", wrapped...)
	command.Env = inside.Env
	var out, errs strings.Builder
	command.Stdout, command.Stderr = &out, &errs
	_ = command.Run() // its exit code is the answer
	return answer{out: out.String(), err: errs.String(), code: command.ProcessState.ExitCode()}
}

// serveNames answers on port 53 of an address of loopback, as resolver and as
// the zone's own server: resolvers are asked at no other port.
func serveNames(t testing.TB, zone string) (address string) {
	t.Helper()
	address = "127.53.0.53"
	packets, err := net.ListenPacket("udp", net.JoinHostPort(address, "53"))
	if err != nil {
		t.Fatal(err)
	}
	records := zoneRecords(t, ". SOA ns.example. root.example. 1 2 3 4 5\n. NS ns.example.\nns.example. A "+address+"\n"+zone)
	server := &dns.Server{PacketConn: packets, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, question *dns.Msg) {
		answer := new(dns.Msg)
		answer.SetReply(question)
		answer.Authoritative = true
		for _, record := range records {
			if head := record.Header(); head.Name == question.Question[0].Name && head.Rrtype == question.Question[0].Qtype {
				answer.Answer = append(answer.Answer, record)
			}
		}
		_ = w.WriteMsg(answer)
	})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.ActivateAndServe()
	}()
	t.Cleanup(func() {
		packets.Close()
		<-ended
	})
	return address
}

func zoneRecords(t testing.TB, text string) []dns.RR {
	t.Helper()
	var records []dns.RR
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		record, err := dns.NewRR(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		records = append(records, record)
	}
	return records
}
