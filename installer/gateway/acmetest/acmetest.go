// Package acmetest runs a real ACME server in the test process, with a name
// server that sends every name to loopback.
package acmetest

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
)

// Settings are what a test may choose.
type Settings struct {
	// TLSPort is where the server validates every name, on 127.0.0.1.
	TLSPort int
	// EAB are external accounts, key identifier to secret in base64url; when
	// there is one, an account without any is refused.
	EAB map[string]string
	// ValidSeconds is the life of a certificate; 0 means the server's default.
	ValidSeconds uint64
	// Clock is what answers are dated by; nil means the machine's.
	Clock func() time.Time
}

// CA is a running ACME server on loopback. It stops with the test.
type CA struct {
	// Directory is the address of the ACME directory.
	Directory string
	// Root is the PEM certificate that vouches for the directory's server.
	Root []byte

	authority *ca.CAImpl
	database  *db.MemoryStore
	names     *names

	mu       sync.Mutex
	accounts int
	orders   map[string]int
	denied   int
	failures map[string]map[string]bool // name to failed authorisations
	busy     map[string]time.Duration
	server   *httptest.Server
}

// Start runs a server that validates by TLS-ALPN-01 at 127.0.0.1 and this
// port, whatever the name. A test that calls it cannot be parallel.
func Start(t testing.TB, tlsPort int) *CA {
	t.Helper()
	return StartWith(t, Settings{TLSPort: tlsPort})
}

// StartWith is Start with everything a test may choose.
func StartWith(t testing.TB, settings Settings) *CA {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	t.Setenv("PEBBLE_AUTHZREUSE", "0")
	silent := log.New(io.Discard, "", 0)
	resolver, address := startNames(t)
	database := db.NewMemoryStore()
	for key, secret := range settings.EAB {
		if err := database.AddExternalAccountKeyByID(key, secret); err != nil {
			t.Fatalf("external account %s: %v", key, err)
		}
	}
	profiles := map[string]ca.Profile{"default": {Description: "default", ValidityPeriod: settings.ValidSeconds}}
	authority := ca.New(silent, database, "", "ecdsa", 0, 1, profiles)
	validator := va.New(silent, 0, settings.TLSPort, false, address, database)
	front := wfe.New(silent, database, validator, authority, []string{"ca.test"}, false, len(settings.EAB) > 0, 0, 0)

	running := &CA{authority: authority, database: database, names: resolver, orders: map[string]int{},
		failures: map[string]map[string]bool{}, busy: map[string]time.Duration{}}
	server := httptest.NewUnstartedServer(dated(settings.Clock, running.count(running.throttle(front.Handler()))))
	server.Config.ErrorLog = silent
	server.StartTLS()
	t.Cleanup(server.Close)
	running.server = server
	running.Directory = server.URL + wfe.DirectoryPath
	running.Root = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return running
}

// Pool trusts the certificates that this server issues.
func (c *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(c.IssuingRoot())
	return pool
}

// IssuingRoot is the PEM root of the certificates that this server issues.
func (c *CA) IssuingRoot() []byte { return c.authority.GetRootCert(0).PEM() }

// Misdirect sends a name to an address of loopback where nothing listens, so
// that its validation fails. Redirect undoes it.
func (c *CA) Misdirect(name string) { c.names.set(name, net.IPv4(127, 9, 9, 9)) }

// Redirect sends a name to 127.0.0.1 again.
func (c *CA) Redirect(name string) { c.names.set(name, nil) }

// Unname takes the name's records away. Redirect undoes it.
func (c *CA) Unname(name string) { c.names.set(name, net.IP{}) }

// Stop makes the server unreachable for good.
func (c *CA) Stop() {
	c.server.CloseClientConnections()
	c.server.Close()
}

// Forbid makes the server refuse orders for a name.
func (c *CA) Forbid(t testing.TB, name string) {
	t.Helper()
	if err := c.database.AddBlockedDomain(name); err != nil {
		t.Fatalf("forbid %s: %v", name, err)
	}
}

// Orders counts the orders made for a name, refused ones not included.
func (c *CA) Orders(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders[name]
}

// AllOrders counts the orders made for all names.
func (c *CA) AllOrders() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := 0
	for _, count := range c.orders {
		sum += count
	}
	return sum
}

// Accounts counts the accounts made.
func (c *CA) Accounts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.accounts
}

// Denied counts the orders refused with a problem.
func (c *CA) Denied() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.denied
}

// count looks at answers on their way out: what was made has status 201.
func (c *CA) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kept := &keptAnswer{ResponseWriter: w}
		next.ServeHTTP(kept, r)
		c.note(r, kept)
	})
}

func (c *CA) note(r *http.Request, answer *keptAnswer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made := answer.status == http.StatusCreated
	switch {
	case strings.Contains(r.URL.Path, "order-plz") && made:
		var order struct{ Identifiers []struct{ Value string } }
		_ = json.Unmarshal(answer.body.Bytes(), &order)
		for _, identifier := range order.Identifiers {
			c.orders[identifier.Value]++
		}
	case strings.Contains(r.URL.Path, "order-plz") && answer.status >= http.StatusBadRequest:
		c.denied++
	case strings.Contains(r.URL.Path, "sign-me-up") && made:
		c.accounts++
	case strings.Contains(r.URL.Path, "authZ"):
		c.noteFailure(r.URL.Path, answer.body.Bytes())
	}
}

// noteFailure is called with the lock held; an authorisation counts once.
func (c *CA) noteFailure(path string, body []byte) {
	var seen struct {
		Status     string
		Identifier struct{ Value string }
	}
	if json.Unmarshal(body, &seen) != nil || seen.Status != "invalid" {
		return
	}
	if c.failures[seen.Identifier.Value] == nil {
		c.failures[seen.Identifier.Value] = map[string]bool{}
	}
	c.failures[seen.Identifier.Value][path] = true
}

type keptAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader keeps the status.
func (k *keptAnswer) WriteHeader(status int) {
	k.status = status
	k.ResponseWriter.WriteHeader(status)
}

// Write keeps the body.
func (k *keptAnswer) Write(data []byte) (int, error) {
	k.body.Write(data)
	return k.ResponseWriter.Write(data)
}
