package gateway

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRelay_BytesPassUnreadBothWays(t *testing.T) {
	t.Parallel()
	relay := serveLines(t)
	house := open(t, Options{}, Routes{Networks: []Network{{Service: "wiki", Address: "127.0.80.1/8", Relay: relay}}})
	connection := dialRelay(t, "127.0.80.1", relay)
	reader := bufio.NewReader(connection)
	if line, err := reader.ReadString('\n'); err != nil || line != "220 relay\n" {
		t.Fatalf("got %q, %v; want the relay's greeting", line, err)
	}
	if _, err := io.WriteString(connection, "EHLO\x00wiki\n"); err != nil {
		t.Fatal(err)
	}
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(reader)
	if err != nil || string(rest) != "heard EHLO\x00wiki\nbye\n" {
		t.Errorf("got %q, %v; want the answer after the client said all", rest, err)
	}
	house.reload(t, Routes{Networks: []Network{network("wiki", "127.0.80.1/8")}})
	if _, err := net.Dial("tcp", atPort("127.0.80.1", relay)); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("without mail: got %v, want it refused", err)
	}
}

func TestRelay_IsForItsNetworkOnly(t *testing.T) {
	t.Parallel()
	relay := serveLines(t)
	open(t, Options{}, Routes{Networks: []Network{{Service: "wiki", Address: "127.0.81.1/24", Relay: relay}, network("pads", "127.0.81.2/32")}})
	if said, _ := io.ReadAll(dialRelay(t, "127.0.81.1", relay)); len(said) > 0 {
		t.Errorf("from another network: got %q, want nothing", said)
	}
	if _, err := net.Dial("tcp", atPort("127.0.81.2", relay)); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a service without mail: got %v, want it refused", err)
	}
}

func TestRelay_OneThatDoesNotAnswerEndsTheConnection(t *testing.T) {
	t.Parallel()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	relay := gone.Addr().String()
	_ = gone.Close()
	open(t, Options{}, Routes{Networks: []Network{{Service: "wiki", Address: "127.0.82.1/8", Relay: relay}}})
	if said, err := io.ReadAll(dialRelay(t, "127.0.82.1", relay)); len(said) > 0 || err != nil {
		t.Errorf("got %q, %v; want an end", said, err)
	}
}

func TestRelay_MailUnderWayIsCutAfterTheDrain(t *testing.T) {
	t.Parallel()
	relay := serveLines(t)
	house := open(t, Options{Drain: 50 * time.Millisecond}, Routes{Networks: []Network{{Service: "wiki", Address: "127.0.83.1/8", Relay: relay}}})
	connection := dialRelay(t, "127.0.83.1", relay)
	reader := bufio.NewReader(connection)
	if _, err := reader.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	house.close(t)
	if _, err := reader.ReadString('\n'); err == nil {
		t.Error("got a line from a gateway that ended, want the connection cut")
	}
}

func TestParse_WrongRelayIsRefused(t *testing.T) {
	t.Parallel()
	for _, relay := range []string{"mail.example", "mail.example:0", ":25", "mail.example:smtp"} {
		_, problems := Parse([]byte(`{"networks": [{"service": "wiki", "address": "10.213.0.1/26", "relay": "` + relay + `"}]}`))
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), "network of service wiki refused") {
			t.Errorf("%s: got %v, want one refusal", relay, problems)
		}
	}
}

// serveLines is a relay: it greets, repeats each line, and says goodbye.
func serveLines(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go repeatLines(connection)
		}
	}()
	return listener.Addr().String()
}

func repeatLines(connection net.Conn) {
	defer connection.Close()
	_, _ = io.WriteString(connection, "220 relay\n")
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		_, _ = io.WriteString(connection, "heard "+lines.Text()+"\n")
	}
	_, _ = io.WriteString(connection, "bye\n")
}

func dialRelay(t testing.TB, address, relay string) net.Conn {
	t.Helper()
	connection, err := net.DialTimeout("tcp", atPort(address, relay), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

func atPort(address, like string) string {
	_, port, _ := net.SplitHostPort(like)
	return net.JoinHostPort(address, port)
}
