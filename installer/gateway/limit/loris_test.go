package limit_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/scale"
	"golang.org/x/sync/errgroup"
)

// lingering is a way to hold a connection and do next to nothing with it.
type lingering struct {
	name string
	// secure says that the handshake comes to its end, said is what follows it.
	secure bool
	said   string
}

var lingerings = []lingering{
	{"handshakes that do not end", false, "\x16\x03\x01\x02\x00\x01"},
	{"headers that do not end", true, "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nX-A: b\r\n"},
	{"bodies that do not end", true, "POST /upload HTTP/1.1\r\nHost: wiki.chaton.test\r\nContent-Length: 1000000\r\n\r\nx"},
	{"answers that nobody reads", true, "GET /big HTTP/1.1\r\nHost: wiki.chaton.test\r\n\r\n"},
}

// TestGateway_ServesOthersWhileManyLinger holds connections from twenty
// addresses and measures what an honest visitor waits for meanwhile.
func TestGateway_ServesOthersWhileManyLinger(t *testing.T) {
	for _, kind := range lingerings {
		t.Run(kind.name, func(t *testing.T) {
			process := start(t, upstream(t))
			alone := measure(t, process)
			held := linger(t, process, kind, scale.Lingerers())
			together := measure(t, process)
			t.Logf("%d connections held by %s: 99 of 100 requests answered within %s (%s before), the slowest in %s, resident %s",
				len(held), kind.name, together.at(99), alone.at(99), together.at(100), process.resident(t))
			if limit := 5 * time.Second; together.at(99) > limit {
				t.Errorf("got %s for 99 of 100 requests, want less than %s", together.at(99), limit)
			}
			status, err := gateway.Dial(process.folder).Status(t.Context())
			if err != nil || status.Limits.Connections != 0 || status.Limits.Requests != 0 {
				t.Errorf("got %+v and %v, want nobody refused", status.Limits, err)
			}
		})
	}
}

// upstream answers at once, sends much, or reads to the end.
func upstream(t testing.TB) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/big":
			_, _ = io.CopyN(w, zeros{}, 8<<20)
		case "/upload":
			_, _ = io.Copy(io.Discard, r.Body)
		default:
			_, _ = io.WriteString(w, "hello")
		}
	}))
	t.Cleanup(server.CloseClientConnections)
	return server.Listener.Addr().String()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// linger opens the connections, a hundred from each address, and leaves them.
func linger(t testing.TB, process *process, kind lingering, count int) []net.Conn {
	t.Helper()
	held := make([]net.Conn, count)
	var group errgroup.Group
	group.SetLimit(16)
	for i := range held {
		group.Go(func() error {
			source := &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i/100))}
			connection, err := (&net.Dialer{LocalAddr: source}).DialContext(t.Context(), "tcp", process.address)
			if err != nil {
				return err
			}
			if kind.secure {
				secured := tls.Client(connection, process.config())
				err = secured.HandshakeContext(t.Context())
				connection = secured
			}
			held[i] = connection
			_, wrong := io.WriteString(connection, kind.said)
			return errors.Join(err, wrong)
		})
	}
	t.Cleanup(func() {
		for _, connection := range held {
			if connection != nil {
				_ = connection.Close()
			}
		}
	})
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return held
}

// waits are how long requests took, sorted.
type waits []time.Duration

// at gives what so many of a hundred did not exceed.
func (w waits) at(percent int) time.Duration {
	return w[(len(w)-1)*percent/100].Round(100 * time.Microsecond)
}

// measure asks 400 times: eight visitors, each of whom opens five connections.
func measure(t testing.TB, process *process) waits {
	t.Helper()
	var mutex sync.Mutex
	var list waits
	var group errgroup.Group
	for range 8 {
		client := process.client(t)
		group.Go(func() error {
			for i := range 50 {
				if i%10 == 0 {
					client.CloseIdleConnections()
				}
				began := time.Now()
				if err := ask(client); err != nil {
					return err
				}
				mutex.Lock()
				list = append(list, time.Since(began))
				mutex.Unlock()
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatalf("an honest visitor was not served: %v", err)
	}
	slices.Sort(list)
	return list
}

func ask(client *http.Client) error {
	answer, err := client.Get("https://" + host + "/")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && string(body) != "hello" {
		err = fmt.Errorf("answered %s", answer.Status)
	}
	return err
}
