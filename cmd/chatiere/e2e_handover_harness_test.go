package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

const handoverHost = "wiki.chaton.test"

// handoverHouse is a folder that gateways serve one after the other.
type handoverHouse struct {
	t           *testing.T
	folder      string
	http, https int
	upstreams   []*httptest.Server
	upstream    int           // the one that routes lead to
	release     chan struct{} // lets slow answers end
	roots       *x509.CertPool
}

func newHandover(t *testing.T) *handoverHouse {
	t.Helper()
	h := &handoverHouse{t: t, folder: t.TempDir(), http: freePort(t), https: freePort(t), release: make(chan struct{})}
	for range 2 {
		server := httptest.NewServer(http.HandlerFunc(h.answer))
		t.Cleanup(server.Close)
		h.upstreams = append(h.upstreams, server)
	}
	h.save()
	return h
}

// answer is an upstream's: what it was sent, or a download of a megabyte whose
// second half waits.
func (h *handoverHouse) answer(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/download" {
		half := bytes.Repeat([]byte("x"), 1<<19)
		_, _ = w.Write(half)
		w.(http.Flusher).Flush()
		<-h.release
		_, _ = w.Write(half)
		return
	}
	if r.URL.Path == "/upload" {
		size, err := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, size, err)
		return
	}
	_, _ = io.Copy(w, r.Body)
	_, _ = io.WriteString(w, "ok")
}

func (h *handoverHouse) save() {
	h.t.Helper()
	address := h.upstreams[h.upstream].Listener.Addr().String()
	routes := gateway.Routes{Routes: []gateway.Route{{
		Host: handoverHost, Service: "wiki", Upstreams: []gateway.Upstream{{Address: address, Container: strconv.Itoa(h.upstream)}},
	}}}
	if err := gateway.Save(h.folder, routes); err != nil {
		h.t.Fatal(err)
	}
}

func (h *handoverHouse) reload() {
	h.t.Helper()
	h.save()
	if _, err := gateway.Dial(h.folder).Reload(h.t.Context()); err != nil {
		h.t.Fatalf("reload: %v", err)
	}
}

func (h *handoverHouse) command(more ...string) *exec.Cmd {
	h.t.Helper()
	path, err := program()
	if err != nil {
		h.t.Fatal(err)
	}
	arguments := []string{
		"gateway", "--folder", h.folder, "--listen", "127.0.0.1", "--http", strconv.Itoa(h.http), "--https", strconv.Itoa(h.https),
	}
	return exec.Command(path, append(arguments, more...)...)
}

// start runs one more gateway and returns once it is the one that answers.
func (h *handoverHouse) start() *exec.Cmd {
	h.t.Helper()
	command := h.command()
	if err := command.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = command.Process.Kill() })
	h.waitFor(command)
	if h.roots == nil {
		h.wait("a certificate", func(status gateway.Status) bool {
			return len(status.Certificates) == 1 && status.Certificates[0].State == certificates.Valid
		})
		root, err := os.ReadFile(certificates.RootFile(h.folder))
		if err != nil {
			h.t.Fatal(err)
		}
		h.roots = x509.NewCertPool()
		h.roots.AppendCertsFromPEM(root)
	}
	return command
}

func (h *handoverHouse) waitFor(command *exec.Cmd) {
	h.t.Helper()
	h.wait("the gateway "+strconv.Itoa(command.Process.Pid), func(gateway.Status) bool {
		process, err := gateway.Dial(h.folder).Process(h.t.Context())
		return err == nil && process == command.Process.Pid
	})
}

func (h *handoverHouse) wait(what string, arrived func(gateway.Status) bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		status, err := gateway.Dial(h.folder).Status(ctx)
		if err == nil && arrived(status) {
			return
		}
		select {
		case <-ctx.Done():
			h.t.Fatalf("waited in vain for %s: %v", what, err)
		case <-ticker.C:
		}
	}
}

// end stops a gateway as the engine does, and wants it to end well.
func (h *handoverHouse) end(command *exec.Cmd) {
	h.t.Helper()
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		h.t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		h.t.Errorf("a gateway ended with %v", err)
	}
}

func (h *handoverHouse) mustAnswer(when string, by *exec.Cmd) {
	h.t.Helper()
	process, err := gateway.Dial(h.folder).Process(h.t.Context())
	if err != nil || process != by.Process.Pid {
		h.t.Errorf("%s: got process %d and %v, want %d", when, process, err, by.Process.Pid)
	}
	if err := ask(h.client(true, false), http.MethodGet, h.address("/"), ""); err != nil {
		h.t.Errorf("%s: got %v, want an answer", when, err)
	}
}

func (h *handoverHouse) address(path string) string {
	return fmt.Sprintf("https://%s:%d%s", handoverHost, h.https, path)
}

func (h *handoverHouse) client(second, kept bool) *http.Client {
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(h.https)))
		},
		TLSClientConfig: &tls.Config{RootCAs: h.roots}, ForceAttemptHTTP2: second, DisableKeepAlives: !kept,
	}
	if !second {
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	h.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}
