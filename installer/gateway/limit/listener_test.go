package limit

import (
	"io"
	"net"
	"testing"
	"time"
)

// listen opens a limited listener whose connections go to the channel.
func listen(t testing.TB, limiter *Limiter, wrap func(net.Listener) net.Listener) (address string, accepted <-chan net.Conn) {
	t.Helper()
	inner, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := limiter.Listener(wrap(inner))
	t.Cleanup(func() { _ = listener.Close() })
	connections := make(chan net.Conn, 100)
	go func() {
		defer close(connections)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connections <- connection
		}
	}()
	return inner.Addr().String(), connections
}

func asItIs(inner net.Listener) net.Listener { return inner }

// dialFrom connects from an address of this machine.
func dialFrom(t testing.TB, from, to string) net.Conn {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	connection, err := dialer.DialContext(t.Context(), "tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

// refusedFrom says whether a connection from there is refused, be it before the
// dialler looks at it.
func refusedFrom(t testing.TB, from, to string) bool {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	connection, err := dialer.DialContext(t.Context(), "tcp", to)
	if err != nil {
		return true
	}
	defer connection.Close()
	return closed(t, connection)
}

// closed says whether the other side ended a connection without a word.
func closed(t testing.TB, connection net.Conn) bool {
	t.Helper()
	if err := connection.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	n, err := connection.Read(make([]byte, 1))
	return n == 0 && err != nil
}

func TestListener_AddressHasItsShareAndGetsItBack(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Loopback = true
	limits.Arrivals.Burst = 100
	limiter := New(limits)
	address, accepted := listen(t, limiter, asItIs)
	dialFrom(t, "127.0.0.2", address)
	dialFrom(t, "127.0.0.2", address)
	first := <-accepted
	<-accepted
	if !refusedFrom(t, "127.0.0.2", address) {
		t.Error("the third of one address: got it open, want it closed")
	}
	dialFrom(t, "127.0.0.3", address)
	if other := <-accepted; addressOf(other.RemoteAddr()).String() != "127.0.0.3" {
		t.Errorf("got %s accepted, want 127.0.0.3", other.RemoteAddr())
	}
	_ = first.Close()
	_ = first.Close() // a second time gives nothing back
	dialFrom(t, "127.0.0.2", address)
	<-accepted
	if got, want := limiter.Counts(), (Counts{Open: 3, Connections: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestListener_ConnectionsInAllAreBoundedWithAReserve(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Open, limits.OpenEach, limits.Arrivals.Burst = 8, 100, 100
	limiter := New(limits)
	for range 8 {
		limiter.open.enter(limits.Open)
	}
	address, accepted := listen(t, limiter, asItIs)
	dialFrom(t, "127.0.0.1", address) // excepted
	<-accepted
	if !refusedFrom(t, "127.0.0.1", address) {
		t.Error("beyond the reserve: got it open, want it closed")
	}
}

func TestListener_ArrivalsHaveARate(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Loopback = true
	limits.OpenEach, limits.Open = 100, 100
	limits.Arrivals.PerSecond = 1
	address, accepted := listen(t, New(limits), asItIs)
	for range limits.Arrivals.Burst {
		dialFrom(t, "127.0.0.2", address)
		<-accepted
	}
	if !refusedFrom(t, "127.0.0.2", address) {
		t.Error("beyond the burst: got it open, want it closed")
	}
}

// behind stands for a proxy's word, which comes later than the connection.
type behind struct {
	net.Listener
	word <-chan struct{}
}

type told struct {
	net.Conn
	word <-chan struct{}
}

func (b behind) Accept() (net.Conn, error) {
	connection, err := b.Listener.Accept()
	return told{connection, b.word}, err
}

func (c told) RemoteAddr() net.Addr { <-c.word; return &net.TCPAddr{IP: net.ParseIP("2001:db8::1")} }

func TestListener_ProxysWordIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	word := make(chan struct{})
	limiter := New(few())
	address, accepted := listen(t, limiter, func(inner net.Listener) net.Listener { return behind{inner, word} })
	var connections []net.Conn
	for range 3 {
		dialFrom(t, "127.0.0.1", address)
		connections = append(connections, <-accepted)
	}
	close(word)
	for i, connection := range connections {
		connection.RemoteAddr()
		_, err := io.WriteString(connection, "x")
		if refused := err != nil; refused != (i == 2) {
			t.Errorf("connection %d: got error %v, want the third of 2001:db8::1 alone refused", i+1, err)
		}
	}
	for _, connection := range connections {
		_ = connection.Close()
	}
	if got, want := limiter.Counts(), (Counts{Connections: 1}); got != want {
		t.Errorf("got %+v at the end, want %+v", got, want)
	}
}

// reading is a connection whose visitor has a bounded buffer.
func reading(t testing.TB, limits Limits) (limiter *Limiter, visitor *net.TCPConn, server net.Conn) {
	t.Helper()
	limiter = New(limits)
	address, accepted := listen(t, limiter, asItIs)
	visitor = dialFrom(t, "127.0.0.1", address).(*net.TCPConn)
	if err := visitor.SetReadBuffer(256 << 10); err != nil {
		t.Fatal(err)
	}
	return limiter, visitor, <-accepted
}

func TestConnection_VisitorWhoReadsNothingIsCut(t *testing.T) {
	t.Parallel()
	limiter, _, server := reading(t, few())
	began := time.Now()
	written, err := server.Write(make([]byte, 64<<20))
	if err == nil || time.Since(began) > 10*few().Patience {
		t.Errorf("got %d bytes written in %s and no error, want an error within seconds", written, time.Since(began))
	}
	if got := limiter.Counts().Slow; got != 1 {
		t.Errorf("got %d counted as slow, want 1", got)
	}
}

func TestConnection_SlowButMovingVisitorIsServed(t *testing.T) {
	t.Parallel()
	limits := few()
	limits.Patience = 500 * time.Millisecond
	_, visitor, server := reading(t, limits)
	const size = 32 << 20
	result := make(chan error, 1)
	go func() {
		_, err := server.Write(make([]byte, size))
		_ = server.Close()
		result <- err
	}()
	ticks := time.NewTicker(limits.Patience / 10)
	defer ticks.Stop()
	got, buffer := 0, make([]byte, 64<<10)
	for began := time.Now(); time.Since(began) < 5*limits.Patience; { // slowly, for far longer than the patience
		<-ticks.C
		n, err := visitor.Read(buffer)
		if got += n; err != nil {
			t.Fatalf("got %v after %d bytes, want them all", err, got)
		}
	}
	rest, err := io.Copy(io.Discard, visitor)
	if got += int(rest); got != size || err != nil {
		t.Errorf("got %d bytes and %v, want %d", got, err, size)
	}
	if err := <-result; err != nil {
		t.Errorf("got %v from the writer, want none", err)
	}
}
