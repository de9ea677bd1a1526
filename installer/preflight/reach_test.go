package preflight

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

var (
	here      = netip.MustParseAddr("127.0.0.1")
	elsewhere = netip.MustParseAddr("127.0.0.77") // as a router's: another listens there
)

func entered(t testing.TB, gateway site.Gateway, addresses []netip.Addr, serving bool) []Outcome {
	t.Helper()
	states := []Outcome{}
	for _, attempt := range Reach(t.Context(), gateway, addresses, serving) {
		states = append(states, attempt.Outcome)
	}
	return states
}

func TestReach_StandInAnswersUntilTheGatewayServes(t *testing.T) {
	port := listenAt(t, "127.0.0.77:0")
	gateway := site.Gateway{Listen: []string{"127.0.0.1"}, HTTPS: port}
	// The first is reached; at the second another program answers, as a router
	// does with its own pages.
	got := entered(t, gateway, []netip.Addr{here, elsewhere}, false)
	if diff := cmp.Diff([]Outcome{Entered, Foreign}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	// The stand-in is gone: nobody answers in the gateway's place.
	got = entered(t, gateway, []netip.Addr{here, elsewhere}, true)
	if diff := cmp.Diff([]Outcome{Shut, Entered}, got); diff != "" {
		t.Errorf("serving: -want +got\n%s", diff)
	}
}

func TestReach_BusyPortIsLeftToPorts(t *testing.T) {
	port := listenAt(t, "127.0.0.1:0")
	if got := entered(t, site.Gateway{Listen: []string{"127.0.0.1"}, HTTP: port}, []netip.Addr{here}, false); len(got) > 0 {
		t.Errorf("got %v, want nothing", got)
	}
}

// Story 10: a hairpin is a warning. Story 4: "closed from outside" and "busy on
// this server" are different messages.
func TestJudgeAttempts_ClosedIsAWarningAndNotTheBusyOne(t *testing.T) {
	findings := JudgeAttempts([]Attempt{{elsewhere, 443, Shut}, {here, 80, Entered}})
	if len(findings) != 1 || findings[0].Blocking {
		t.Fatalf("got %v, want one warning", findings)
	}
	said := findings[0].String()
	if !strings.Contains(said, "closed from outside") || !strings.Contains(said, "back inside") || strings.Contains(said, "busy") {
		t.Errorf("got %q", said)
	}
	if found := JudgeAttempts([]Attempt{{elsewhere, 80, Foreign}}); len(found) != 1 || found[0].Blocking || !strings.Contains(found[0].String(), "something other") {
		t.Errorf("got %v, want a warning of something other", found)
	}
}

// listenAt holds a port and hangs up on every caller.
func listenAt(t testing.TB, address string) int {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connection.Close()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-ended
	})
	return listener.Addr().(*net.TCPAddr).Port
}
