package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

func TestRun_ClientsOfTheFormerGatewayComeBackOnNewConnections(t *testing.T) {
	t.Parallel()
	house := replaceable(t, Options{Linger: 3 * time.Second}, route("wiki.chaton.test", serveText(t, "hello")))
	for _, protocols := range [][]string{{"http/1.1"}, {"h2"}} {
		client := house.client(t)
		transport := client.Transport.(*http.Transport)
		transport.TLSClientConfig.NextProtos = protocols
		transport.ForceAttemptHTTP2 = protocols[0] == "h2"
		if err := ask(client, "https://wiki.chaton.test/"); err != nil {
			t.Fatal(err)
		}
		house.next(t)
		answer, err := client.Get("https://wiki.chaton.test/")
		if err != nil {
			t.Fatalf("%v: on the connection that was kept: %v", protocols, err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.ProtoMajor == 1 && !answer.Close {
			t.Error("got an answer that keeps the connection, want it closed")
		}
		if err := ask(client, "https://wiki.chaton.test/"); err != nil {
			t.Errorf("%v: after the goodbye: %v", protocols, err)
		}
	}
}

func TestRun_WebSocketIsOpenedWhileTheGatewayLeaves(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		connection, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		_, _ = io.WriteString(buffered, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello")
		_ = buffered.Flush()
	})
	house := replaceable(t, Options{Linger: 3 * time.Second}, route("wiki.chaton.test", upstream))
	connection, err := tls.Dial("tcp", house.https, &tls.Config{RootCAs: house.roots, ServerName: "wiki.chaton.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	house.next(t)
	_, err = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(connection)
	if said := string(answer); !strings.HasPrefix(said, "HTTP/1.1 101 ") || !strings.HasSuffix(said, "hello") || strings.Contains(said, "close") {
		t.Errorf("got %q, want the upgrade and nothing of a goodbye", said)
	}
}

// TestRun_FormerGatewayFollowsTheRoutes: who still has a connection to it must
// not be sent to a container that is about to stop, and what it still asks of
// one is told.
func TestRun_FormerGatewayFollowsTheRoutes(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	before := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		_, _ = io.WriteString(w, "before")
	})
	house := replaceable(t, Options{Linger: 3 * time.Second}, route("wiki.chaton.test", before))
	bodies := make(chan string, 1)
	go func() {
		_, body := house.get(t, "https://wiki.chaton.test/")
		bodies <- body
	}()
	<-entered
	kept, err := tls.Dial("tcp", house.https, &tls.Config{RootCAs: house.roots, ServerName: "wiki.chaton.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	house.next(t)
	after := route("wiki.chaton.test", serveText(t, "after"))
	after.Upstreams[0].Container = "new"
	house.reload(t, Routes{Routes: []Route{after}})
	status := house.status(t)
	if len(status.Leaving) != 1 || status.Leaving[0].Container != "0" || status.Former == nil || status.Former.Requests != 1 {
		t.Errorf("got %+v leaving and former %+v, want the request to container 0", status.Leaving, status.Former)
	}
	_, err = io.WriteString(kept, "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if answer, _ := io.ReadAll(kept); !strings.Contains(string(answer), "after") {
		t.Errorf("got %q of the former gateway, want the new container's answer", answer)
	}
	close(release)
	if got := <-bodies; got != "before" {
		t.Errorf("got %q of the request under way, want before", got)
	}
}

// succession is a house whose gateways follow each other.
type succession struct {
	*house
	options Options
	places  Places
}

// replaceable runs a first gateway; next runs one more.
func replaceable(t *testing.T, options Options, routes ...Route) *succession {
	t.Helper()
	options.Folder = t.TempDir()
	if err := Save(options.Folder, Routes{Routes: routes}); err != nil {
		t.Fatal(err)
	}
	s := &succession{house: &house{folder: options.Folder, roots: x509.NewCertPool()}, options: options}
	// Whoever comes next names the ports of the one before.
	for _, each := range []struct {
		port    *int
		address *string
	}{{&s.places.HTTP, &s.http}, {&s.places.HTTPS, &s.https}} {
		listeners, err := Listen([]string{"127.0.0.1"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		*each.port, *each.address = portOf(listeners[0]), listeners[0].Addr().String()
		closeAll(listeners)
	}
	s.places.Addresses = []string{"127.0.0.1"}
	s.next(t)
	s.wait(t, "wiki.chaton.test")
	root, err := os.ReadFile(certificates.RootFile(options.Folder))
	if err != nil {
		t.Fatal(err)
	}
	s.roots.AppendCertsFromPEM(root)
	return s
}

// next runs one more gateway and returns once it serves.
func (s *succession) next(t *testing.T) {
	t.Helper()
	began := time.Now()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, s.options, s.places) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("a gateway ended with %v", err)
		}
	})
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		status, err := Dial(s.folder).Status(t.Context())
		if err == nil && status.Started.After(began) {
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("the gateway ended with %v", err)
		case <-ticker.C:
		}
	}
}
