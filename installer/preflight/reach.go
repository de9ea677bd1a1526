package preflight

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Attempt is a connection from this machine to a public address and port of the
// chaton. It says nothing of firewalls further out: no third party is asked to
// look from there.
type Attempt struct {
	Address netip.Addr
	Port    int
	Outcome Outcome
}

// Outcome is what a connection showed.
type Outcome int

// The outcomes of an attempt.
const (
	Entered Outcome = iota // this machine answered
	Shut                   // nobody answered
	Foreign                // something else answered
)

// reachTime is ample for a way out to the router and back.
const reachTime = 3 * time.Second

// Reach connects to the gateway's ports at each address, from this machine.
// While the gateway does not serve, a listener takes its place for the moment;
// a port that is busy is left out, since Ports names its holder. A front has
// the ports already.
func Reach(ctx context.Context, gateway site.Gateway, addresses []netip.Addr, serving bool) []Attempt {
	var attempts []Attempt
	for _, port := range gateway.VisitorsPorts() {
		stand := &standIn{}
		if !serving && !gateway.Fronted() && !stand.open(ctx, gateway.Listen, port) {
			stand.close()
			continue
		}
		attempts = append(attempts, tryAddresses(ctx, addresses, port, stand.word)...)
		stand.close()
	}
	return attempts
}

func tryAddresses(ctx context.Context, addresses []netip.Addr, port int, word string) []Attempt {
	tried := make([]Attempt, len(addresses))
	var trying sync.WaitGroup
	for i, address := range addresses {
		trying.Go(func() { tried[i] = Attempt{address, port, tryDoor(ctx, address, port, word)} })
	}
	trying.Wait()
	return tried
}

// tryDoor reads the stand-in's word, which nothing else knows. A gateway
// that serves says none, and is believed.
func tryDoor(ctx context.Context, address netip.Addr, port int, word string) Outcome {
	dialer := &net.Dialer{Timeout: reachTime}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(address.String(), strconv.Itoa(port)))
	if err != nil {
		return Shut
	}
	defer connection.Close()
	if word == "" {
		return Entered
	}
	heard := make([]byte, len(word))
	_ = connection.SetReadDeadline(time.Now().Add(reachTime))
	if _, err := io.ReadFull(connection, heard); err != nil || string(heard) != word {
		return Foreign
	}
	return Entered
}

// standIn listens in the gateway's place and says one word to each caller.
type standIn struct {
	word      string
	listeners []net.Listener
	serving   sync.WaitGroup
}

// open takes the port at every address that the machine has; false: busy.
func (s *standIn) open(ctx context.Context, addresses []string, port int) bool {
	s.word = rand.Text()
	for _, address := range addresses {
		network := "tcp4"
		if ip := net.ParseIP(address); ip != nil && ip.To4() == nil {
			network = "tcp6"
		}
		listener, err := new(net.ListenConfig).Listen(ctx, network, net.JoinHostPort(address, strconv.Itoa(port)))
		if err != nil {
			continue // Ports says why
		}
		s.listeners = append(s.listeners, listener)
		s.serving.Go(func() { s.serve(listener) })
	}
	return len(s.listeners) > 0
}

func (s *standIn) serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = io.WriteString(connection, s.word)
		connection.Close()
	}
}

func (s *standIn) close() {
	for _, listener := range s.listeners {
		listener.Close()
	}
	s.serving.Wait()
}

// JudgeAttempts says what is not reached, as a warning always: a router that
// does not lead its own address back inside looks like one that is shut.
func JudgeAttempts(attempts []Attempt) []Finding {
	var findings []Finding
	for _, attempt := range attempts {
		where, port := attempt.Address.String(), strconv.Itoa(attempt.Port)
		switch attempt.Outcome {
		case Shut:
			findings = append(findings, warn(
				say("Port %s of %s is not reached from this machine. Either it is closed from outside, by a firewall or a router that does not pass it on, or the router does not lead its own address back inside.", port, where),
				say("Try that address from elsewhere, for example from a telephone without Wi-Fi. If it is closed there too, open port %s in the provider's firewall, or have the router pass it on to this machine.", port)))
		case Foreign:
			findings = append(findings, warn(
				say("At port %s of %s, something other than this machine answers: the router's own pages perhaps.", port, where),
				say("Have the router pass port %s on to this machine.", port)))
		}
	}
	return findings
}
