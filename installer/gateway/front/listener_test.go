package front

import (
	"io"
	"net"
	"testing"
	"time"
)

func TestListener_TrustedPeerSpeaksForTheVisitor(t *testing.T) {
	t.Parallel()
	house := demand(t, "127.0.0.1/32")
	for text, want := range map[string]string{
		"PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n":              "203.0.113.9:4711",
		"PROXY TCP6 2001:db8::9 2001:db8::1 4711 443\r\n":            "[2001:db8::9]:4711",
		block(0x21, 0x11, pair4("203.0.113.10", 4712)):               "203.0.113.10:4712",
		block(0x21, 0x21, pair16("2001:db8::a", 4713)):               "[2001:db8::a]:4713",
		"PROXY UNKNOWN\r\n":                                          "unknown",
		block(0x21, 0x11, pair4("203.0.113.9", 4711)+"\x04\x00\x00"): "203.0.113.9:4711",
	} {
		sent, taken := house.connect(t, "127.0.0.1")
		_, _ = io.WriteString(sent, text+"bonjour")
		_ = sent.(*net.TCPConn).CloseWrite()
		got, err := io.ReadAll(taken)
		if err != nil || string(got) != "bonjour" || taken.RemoteAddr().String() != want {
			t.Errorf("%q: got %q of %s, %v; want bonjour of %s", text, got, taken.RemoteAddr(), err, want)
		}
	}
	if got := house.doubts.Unnamed.Load(); got != 1 {
		t.Errorf("got %d visitors without an address, want 1", got)
	}
}

func TestListener_ProxyMaySpeakForItself(t *testing.T) {
	t.Parallel()
	sent, taken := demand(t, "127.0.0.1/32").connect(t, "127.0.0.1")
	_, _ = io.WriteString(sent, block(0x20, 0x00, ""))
	if got, want := taken.RemoteAddr().String(), sent.LocalAddr().String(); got != want {
		t.Errorf("got %s, want the proxy's own %s", got, want)
	}
}

func TestListener_TrustedPeerWithoutAHeaderIsRefused(t *testing.T) {
	t.Parallel()
	house := demand(t, "127.0.0.1/32")
	sent, taken := house.connect(t, "127.0.0.1")
	_, _ = io.WriteString(sent, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a handshake")
	if got, err := io.ReadAll(taken); err == nil || len(got) > 0 {
		t.Errorf("got %q and %v, want nothing and an error", got, err)
	}
	if _, err := sent.Read(make([]byte, 1)); err == nil {
		t.Error("got an open connection, want it closed")
	}
	if got := house.doubts.Unannounced.Load(); got != 1 {
		t.Errorf("got %d counted, want 1", got)
	}
}

func TestListener_WhoOnlyLooksIsNotCounted(t *testing.T) {
	t.Parallel()
	house := demand(t, "127.0.0.1/32")
	sent, taken := house.connect(t, "127.0.0.1")
	_ = sent.Close()
	if _, err := taken.Read(make([]byte, 1)); err == nil {
		t.Error("got no error, want one")
	}
	if got := house.doubts.Unannounced.Load(); got != 0 {
		t.Errorf("got %d counted, want none", got)
	}
}

func TestListener_HeaderFromElsewhereIsNeverRead(t *testing.T) {
	t.Parallel()
	sent, taken := demand(t, "127.0.0.1/32").connect(t, "127.0.0.2")
	forged := "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n"
	_, _ = io.WriteString(sent, forged)
	_ = sent.(*net.TCPConn).CloseWrite()
	got, _ := io.ReadAll(taken)
	if string(got) != forged || taken.RemoteAddr().String() != sent.LocalAddr().String() {
		t.Errorf("got %q of %s, want the header as content of %s", got, taken.RemoteAddr(), sent.LocalAddr())
	}
}

func TestListener_SlowPeerHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	house := demand(t, "127.0.0.1/32")
	_, _ = house.connect(t, "127.0.0.1") // says nothing
	sent, taken := house.connect(t, "127.0.0.1")
	_, _ = io.WriteString(sent, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n")
	if got := AddressOf(taken.RemoteAddr().String()).String(); got != "203.0.113.9" {
		t.Errorf("got %s, want 203.0.113.9", got)
	}
}

func TestListener_TimeLimitOfTheHeaderEndsWithIt(t *testing.T) {
	t.Parallel()
	house := demand(t, "127.0.0.1/32")
	house.patience = 200 * time.Millisecond
	sent, taken := house.connect(t, "127.0.0.1")
	_, silent := house.connect(t, "127.0.0.1")
	_, _ = io.WriteString(sent, "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n")
	taken.RemoteAddr()
	if _, err := silent.Read(make([]byte, 1)); err == nil {
		t.Error("got a connection without a header after its time, want it refused")
	}
	_, _ = io.WriteString(sent, "x")
	if _, err := taken.Read(make([]byte, 1)); err != nil {
		t.Errorf("got %v after the header's time, want a byte", err)
	}
}

// demanding is a listener on loopback that demands the header.
type demanding struct {
	*Listener
	doubts Doubts
}

func demand(t testing.TB, trusted string) *demanding {
	t.Helper()
	inner, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inner.Close() })
	house := &demanding{}
	house.Listener = Demand(inner, mustTrust(t, trusted), &house.doubts)
	return house
}

// connect gives both ends of a connection from an address of loopback.
func (d *demanding) connect(t testing.TB, from string) (sent, taken net.Conn) {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	sent, err := dialer.Dial("tcp4", d.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if taken, err = d.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = sent.Close(), taken.Close() })
	return sent, taken
}
