package certificates

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

const (
	requestPatience = time.Minute
	// shortWaits is how often a request is repeated after a bad nonce or an
	// overloaded server that names no date.
	shortWaits = 4
)

// acmeCA obtains certificates through autocert, one manager a name: a failed
// attempt is forgotten at once, an answer belongs to its name without doubt,
// and no name waits on another's lock.
type acmeCA struct {
	issuer  Issuer
	store   *store
	guard   guard
	line    *line
	holders sync.Map // name to *keeping
	// rehearsal is the CA's staging directory; nil where it has none.
	rehearsal *acmeCA

	opening sync.Mutex
	key     *ecdsa.PrivateKey

	registering sync.Mutex // held while the CA answers
}

// guard is asked before each order and told what became of it.
type guard interface {
	mayOrder(ctx context.Context, name string) error
	ordered(name string)
	issued(name string)
	written(name string)
	renewalFailed(name string, err error)
	holds() bool
	now() time.Time
}

// keeping is what renews one name.
type keeping struct {
	current atomic.Pointer[manager]
}

// manager is autocert's for one name, with our witness in it. There is one at
// a time that may ask the CA for anything.
type manager struct {
	*autocert.Manager
	witness *witness
	landed  chan struct{} // closed when a certificate is on the disk
	landing sync.Once
}

func openACME(folder string, issuer Issuer, guard guard) (*acmeCA, []string, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = parallelAttempts
	if issuer.Roots != "" {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(issuer.Roots)) {
			return nil, nil, errors.New("the roots of the issuer hold no PEM certificate")
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	kept, notices := openStore(folder, guard.now())
	opened := &acmeCA{issuer: issuer, store: kept, guard: guard}
	opened.line = &line{directory: issuer.Address(), transport: transport, now: guard.now}
	kept.issued, kept.written = guard.issued, opened.written
	return opened, notices, nil
}

// directoryFolder keeps each CA's account and certificates apart: a rehearsal
// must never be taken for the real thing.
func directoryFolder(directory string) string {
	readable := strings.TrimPrefix(directory, "https://")
	readable = strings.NewReplacer("/", "-", ":", "-", "?", "-").Replace(readable)
	readable = readable[:min(len(readable), 80)]
	digest := sha256.Sum256([]byte(directory))
	return fmt.Sprintf("%s-%x", readable, digest[:4])
}

// Load takes up a certificate that is on the disk and valid today. autocert
// renews it from now on, whether visitors come or not, where this gateway may.
func (c *acmeCA) Load(name string) (time.Time, bool) {
	pair := c.store.pair(name)
	if !usable(pair, c.guard.now()) {
		return time.Time{}, false
	}
	again := supervision(pair.Leaf)
	if !c.guard.holds() || c.keeping(name).current.Load() != nil {
		return again, true
	}
	// Without an account it is served all the same; its renewal will fail and
	// say so.
	_ = c.openAccount()
	c.begin(name).start(name)
	return again, true
}

// Current gives what is on the disk, or in memory when the disk took nothing.
func (c *acmeCA) Current(name string) *tls.Certificate { return c.store.pair(name) }

// Challenge hands the CA's handshake over as it came. Another gateway may
// have asked for it.
func (c *acmeCA) Challenge(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(hello.ServerName)
	if found, known := c.holders.Load(name); known {
		if current := found.(*keeping).current.Load(); current != nil {
			if certificate, err := current.GetCertificate(hello); err == nil {
				return certificate, nil
			}
		}
	}
	if c.rehearsal != nil {
		if certificate, err := c.rehearsal.Challenge(hello); err == nil {
			return certificate, nil
		}
	}
	return c.store.borrow(name)
}

// Stored reads a name's certificate from the disk again.
func (c *acmeCA) Stored(name string) (*x509.Certificate, error) { return c.store.stored(name) }

// refresh takes up what another gateway wrote.
func (c *acmeCA) refresh() { c.store.refresh() }

// begin puts a new manager in the place of a name's former one.
func (c *acmeCA) begin(name string) *manager {
	made := c.manager(name, &witness{name: name, guard: c.guard, line: c.line})
	if former := c.keeping(name).current.Swap(made); former != nil {
		former.witness.retire()
	}
	return made
}

// start makes autocert look at what it has in its cache: from then on it
// renews.
func (m *manager) start(name string) { _, _ = m.GetCertificate(ecdsaHello(name)) }

// written says that a certificate is on the disk.
func (c *acmeCA) written(name string) {
	if found, known := c.holders.Load(name); known {
		if current := found.(*keeping).current.Load(); current != nil {
			current.landing.Do(func() { close(current.landed) })
			current.witness.settle()
		}
	}
	c.guard.written(name)
}

// ecdsaHello stands for any visitor: autocert would order a second, RSA
// certificate for a client that offers TLS 1.3 only or no P-256.
func ecdsaHello(name string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{
		ServerName:       name,
		CipherSuites:     []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		SupportedCurves:  []tls.CurveID{tls.CurveP256},
		SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256},
	}
}

func (c *acmeCA) keeping(name string) *keeping {
	found, _ := c.holders.LoadOrStore(name, &keeping{})
	return found.(*keeping)
}

func (c *acmeCA) manager(name string, witness *witness) *manager {
	client := &acme.Client{
		DirectoryURL: c.issuer.Address(), UserAgent: "chatiere",
		HTTPClient:   &http.Client{Transport: witness, Timeout: requestPatience},
		RetryBackoff: backoff,
	}
	if key := c.account(); key != nil {
		client.Key = key
	}
	made := &autocert.Manager{
		Client: client, Cache: c.store, Prompt: func(string) bool { return c.issuer.TermsAccepted },
		HostPolicy:             policyFor(name),
		ExternalAccountBinding: c.binding(),
	}
	return &manager{Manager: made, witness: witness, landed: make(chan struct{})}
}

// bareName takes a host as HTTP and TLS carry it: autocert asks with a port
// and in any case.
func bareName(host string) string {
	if bare, _, err := net.SplitHostPort(host); err == nil {
		host = bare
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// policyFor answers from memory. It never closes: whether an order may be
// sent is decided at the transport, so that a name with a valid certificate
// is served whatever is wrong.
func policyFor(name string) autocert.HostPolicy {
	return func(_ context.Context, host string) error {
		if bareName(host) != name {
			return errUnknownName
		}
		return nil
	}
}

// backoff gives up at once when the CA names a date: waiting would block the
// attempt for five minutes. A bad nonce and a passing fault get short waits.
func backoff(attempt int, _ *http.Request, answer *http.Response) time.Duration {
	dated := answer.Header.Get("Retry-After") != ""
	if answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusServiceUnavailable && dated || attempt > shortWaits {
		return 0
	}
	return time.Duration(attempt) * 250 * time.Millisecond
}
