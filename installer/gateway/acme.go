package gateway

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

const (
	// accountEntry is the name that autocert gives the account's key.
	accountEntry = "acme_account+key"

	requestPatience = time.Minute
	// shortWaits is how often a request is repeated after a bad nonce or an
	// overloaded server that names no date.
	shortWaits = 4
)

// acmeCA obtains certificates through autocert, one manager a name: a failed
// attempt is forgotten at once, an answer belongs to its name without doubt,
// and no name waits on another's lock.
type acmeCA struct {
	issuer    Issuer
	store     *store
	guard     guard
	transport http.RoundTripper
	holders   sync.Map // name to *holder

	opening sync.Mutex
	key     *ecdsa.PrivateKey

	registering sync.Mutex // held while the CA answers
	registered  bool
}

// guard is asked before each order and told what became of renewals.
type guard interface {
	mayOrder(name string) bool
	renewalFailed(name string, err error)
	written(name string)
}

// holder is what one name has: the manager of its certificate once ready, of
// the attempt before.
type holder struct {
	manager atomic.Pointer[autocert.Manager]
	ready   atomic.Bool
}

func openACME(folder string, issuer Issuer, guard guard, now time.Time) (*acmeCA, []string, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	if issuer.Roots != "" {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(issuer.Roots)) {
			return nil, nil, errors.New("the roots of the issuer hold no PEM certificate")
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	kept, notices, err := openStore(folder, now)
	if err != nil {
		return nil, nil, err
	}
	kept.written = guard.written
	return &acmeCA{issuer: issuer, store: kept, guard: guard, transport: transport}, notices, nil
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
// renews it from now on, whether visitors come or not.
func (c *acmeCA) Load(name string) (time.Time, bool) {
	data, found := c.store.get(name)
	if !found {
		return time.Time{}, false
	}
	pair, err := tls.X509KeyPair(data, data)
	now := time.Now()
	if err != nil || now.Before(pair.Leaf.NotBefore) || now.After(pair.Leaf.NotAfter) || pair.Leaf.VerifyHostname(name) != nil {
		return time.Time{}, false
	}
	// Without an account it is served all the same; its renewal will fail and
	// say so.
	_ = c.openAccount()
	manager := c.manager(name, c.witness(name))
	if _, err := manager.GetCertificate(ecdsaHello(name)); err != nil {
		return time.Time{}, false
	}
	held := c.holder(name)
	held.manager.Store(manager)
	held.ready.Store(true)
	return time.Time{}, true
}

// Obtain orders a certificate. It returns no date: autocert renews by itself.
func (c *acmeCA) Obtain(ctx context.Context, name string) (time.Time, error) {
	if err := c.store.Probe(); err != nil {
		return time.Time{}, err
	}
	held := c.holder(name)
	if held.ready.Load() {
		return time.Time{}, nil
	}
	if err := c.openAccount(); err != nil {
		return time.Time{}, err
	}
	witness := c.witness(name)
	defer witness.begin(ctx)()
	manager := c.manager(name, witness)
	held.manager.Store(manager)
	if err := c.register(ctx, manager); err != nil {
		return time.Time{}, witness.explain(err)
	}
	if _, err := manager.GetCertificate(ecdsaHello(name)); err != nil {
		return time.Time{}, witness.explain(err)
	}
	held.ready.Store(true)
	if err := c.store.Failure(name); err != nil {
		return time.Time{}, fmt.Errorf("the certificate is served from memory and would be lost at a restart: %w", err)
	}
	return time.Time{}, nil
}

// Current asks the manager, which may have renewed; it has the certificate in
// memory, so nothing is ordered.
func (c *acmeCA) Current(name string) *tls.Certificate {
	found, known := c.holders.Load(name)
	if !known || !found.(*holder).ready.Load() {
		return nil
	}
	certificate, err := found.(*holder).manager.Load().GetCertificate(ecdsaHello(name))
	if err != nil {
		return nil
	}
	return certificate
}

// Challenge hands the CA's handshake over as it came.
func (c *acmeCA) Challenge(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	found, known := c.holders.Load(hostOf(hello.ServerName))
	if !known || found.(*holder).manager.Load() == nil {
		return nil, errNoCertificate
	}
	return found.(*holder).manager.Load().GetCertificate(hello)
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

func (c *acmeCA) holder(name string) *holder {
	found, _ := c.holders.LoadOrStore(name, &holder{})
	return found.(*holder)
}

func (c *acmeCA) witness(name string) *witness {
	return &witness{name: name, guard: c.guard, transport: c.transport}
}

func (c *acmeCA) manager(name string, witness *witness) *autocert.Manager {
	client := &acme.Client{
		DirectoryURL: c.issuer.Address(), UserAgent: "chatiere",
		HTTPClient:   &http.Client{Transport: witness, Timeout: requestPatience},
		RetryBackoff: backoff,
	}
	if key := c.account(); key != nil {
		client.Key = key
	}
	return &autocert.Manager{
		Client: client, Cache: c.store, Prompt: func(string) bool { return c.issuer.TermsAccepted },
		HostPolicy:             policyFor(name),
		ExternalAccountBinding: c.binding(),
	}
}

// policyFor answers from memory. It never closes: whether an order may be
// sent is decided at the transport, so that a name with a valid certificate
// is served whatever is wrong.
func policyFor(name string) autocert.HostPolicy {
	return func(_ context.Context, host string) error {
		if hostOf(host) != name {
			return errUnknownName
		}
		return nil
	}
}

func (c *acmeCA) binding() *acme.ExternalAccountBinding {
	if c.issuer.EABKey == "" {
		return nil
	}
	secret, _ := c.issuer.eabSecret() // checked when the gateway was made
	return &acme.ExternalAccountBinding{KID: c.issuer.EABKey, Key: secret}
}

// openAccount reads the account's key or makes it; one that cannot be written
// is not used.
func (c *acmeCA) openAccount() error {
	c.opening.Lock()
	defer c.opening.Unlock()
	if c.key != nil {
		return nil
	}
	if data, found := c.store.get(accountEntry); found {
		var err error
		c.key, err = parseKey(data)
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	data, err := encodeKey(key)
	if err != nil {
		return err
	}
	if err := c.store.put(accountEntry, data); err != nil {
		return fmt.Errorf("keep the account's key: %w", err)
	}
	c.key = key
	return nil
}

func (c *acmeCA) account() *ecdsa.PrivateKey {
	c.opening.Lock()
	defer c.opening.Unlock()
	return c.key
}

// register makes the account, once and not for several names at a time:
// managers that start together would each make one.
func (c *acmeCA) register(ctx context.Context, manager *autocert.Manager) error {
	c.registering.Lock()
	defer c.registering.Unlock()
	if c.registered {
		return nil
	}
	directory, err := manager.Client.Discover(ctx)
	if err != nil {
		return err
	}
	if directory.Terms != "" && !c.issuer.TermsAccepted {
		return fmt.Errorf("the terms of the CA are not accepted: read %s, then accept them", directory.Terms)
	}
	_, err = manager.Client.Register(ctx, &acme.Account{ExternalAccountBinding: c.binding()}, manager.Prompt)
	if err != nil && !errors.Is(err, acme.ErrAccountAlreadyExists) {
		return err
	}
	c.registered = true
	return nil
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
