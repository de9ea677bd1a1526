package certificates

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

// house is a running keeper behind a listener.
type house struct {
	keeper *Keeper
	folder string
	https  string
	roots  *x509.CertPool
	cancel context.CancelFunc
	ended  chan struct{}
}

// openAt keeps certificates of the names and answers handshakes with them.
func openAt(t testing.TB, secure net.Listener, options Options, names ...string) *house {
	t.Helper()
	if options.Folder == "" {
		options.Folder = t.TempDir()
	}
	keeper, err := Open(options)
	if err != nil {
		t.Fatalf("open the keeper: %v", err)
	}
	return start(t, secure, keeper, options.Folder, names...)
}

func start(t testing.TB, secure net.Listener, keeper *Keeper, folder string, names ...string) *house {
	t.Helper()
	keeper.Want(names)
	ctx, cancel := context.WithCancel(t.Context())
	opened := &house{keeper: keeper, folder: folder, cancel: cancel, ended: make(chan struct{}), https: secure.Addr().String()}
	answer(t, secure, keeper.GetCertificate)
	go func() {
		defer close(opened.ended)
		keeper.Run(ctx)
	}()
	t.Cleanup(opened.close)
	return opened
}

// close ends the keeper and waits for it; a second call is harmless.
func (h *house) close() {
	h.cancel()
	<-h.ended
}

// certificate is the state of one name.
func (h *house) certificate(name string) Certificate {
	for _, certificate := range h.keeper.Status() {
		if certificate.Name == name {
			return certificate
		}
	}
	return Certificate{Name: name}
}

// until looks at a name's state until it is as wanted.
func (h *house) until(t testing.TB, name string, wanted func(Certificate) bool) Certificate {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		certificate := h.certificate(name)
		if wanted(certificate) {
			return certificate
		}
		select {
		case <-ctx.Done():
			t.Fatalf("got %+v after a minute, want another state of %s", certificate, name)
		case <-ticker.C:
		}
	}
}

func (h *house) wait(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		h.until(t, name, func(c Certificate) bool { return c.State == Valid })
	}
}

// waitProblem looks until an attempt for the name has failed.
func (h *house) waitProblem(t testing.TB, name string) Certificate {
	t.Helper()
	return h.until(t, name, func(c Certificate) bool { return c.Problem != "" })
}

// shake visits a name and gives the certificate that it was shown.
func (h *house) shake(name string, config *tls.Config) (*x509.Certificate, error) {
	config = config.Clone()
	config.ServerName = name
	if config.RootCAs = h.roots; h.roots == nil {
		config.InsecureSkipVerify = true
	}
	connection, err := tls.Dial("tcp", h.https, config)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	return connection.ConnectionState().PeerCertificates[0], nil
}

// answer serves handshakes until the test ends.
func answer(t testing.TB, listener net.Listener, get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) {
	t.Helper()
	server := &http.Server{
		TLSConfig: &tls.Config{GetCertificate: get, NextProtos: []string{"http/1.1", ChallengeProtocol}},
		ErrorLog:  log.New(io.Discard, "", 0),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.ServeTLS(listener, "", "")
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
}

// startCA opens the TLS listener first: the server validates at its port.
func startCA(t testing.TB, settings acmetest.Settings) (net.Listener, *acmetest.CA) {
	t.Helper()
	secure := listen(t)
	settings.TLSPort = secure.Addr().(*net.TCPAddr).Port
	return secure, acmetest.StartWith(t, settings)
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

func trusting(ca *acmetest.CA) Issuer {
	return Issuer{Kind: ACME, Directory: ca.Directory, Roots: string(ca.Root), TermsAccepted: true}
}

func put(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// startStaging is a second CA that validates at the same port.
func startStaging(t testing.TB, secure net.Listener) *acmetest.CA {
	t.Helper()
	return acmetest.Start(t, secure.Addr().(*net.TCPAddr).Port)
}
