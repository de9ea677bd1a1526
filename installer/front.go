package installer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Behind a front that decrypts, visitors see its certificates, which nobody
// here renews. They are looked at as a visitor sees them: by tick each night
// and by doctor. The gateway never does: it speaks to nobody outside.

// FrontIssuer is the issuer, in the status, of what the front shows.
const FrontIssuer = "front"

// What is wrong with a certificate of the front. Each is a sentence of locale.
const (
	frontSilent   = "nobody answers over TLS there"
	frontElse     = "the front shows the certificate of another name"
	frontExpired  = "the front shows a certificate that has expired"
	frontUnsigned = "the front shows a certificate that no known authority vouches for"
)

const (
	// frontPatience bounds one look: it is taken under the run lock.
	frontPatience = 5 * time.Second
	// frontsAtOnce bounds the looks at the same time.
	frontsAtOnce = 16
)

// frontLook is how the front is looked at.
type frontLook struct {
	roots *x509.CertPool
	ports []string // "address:port"; an empty address is the name's own
	clock func() time.Time
}

// frontOf is the look at a chaton's front. One on this machine is asked here:
// not every router leads its own address back inside.
func frontOf(s *site.Site, clock func() time.Time) frontLook {
	pool := roots("")
	if s.TLS.CA != "" {
		pool.AppendCertsFromPEM([]byte(s.TLS.CA))
	}
	port := strconv.Itoa(s.Gateway.VisitorsPort())
	look := frontLook{roots: pool, clock: clock, ports: []string{":" + port}}
	if s.Gateway.FrontHere() {
		look.ports = []string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port), ":" + port}
	}
	return look
}

// all looks at every name, several at a time.
func (f frontLook) all(ctx context.Context, names []string) []certificates.Certificate {
	seen := make([]certificates.Certificate, len(names))
	turns := make(chan struct{}, frontsAtOnce)
	var looking sync.WaitGroup
	for i, name := range names {
		looking.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			seen[i] = f.one(ctx, name)
		})
	}
	looking.Wait()
	return seen
}

// one says what the front shows for a name.
func (f frontLook) one(ctx context.Context, name string) certificates.Certificate {
	ctx, cancel := context.WithTimeout(ctx, frontPatience)
	defer cancel()
	found := certificates.Certificate{Name: name, Issuer: FrontIssuer, State: certificates.Waiting, Tried: f.clock().UTC()}
	chain, err := f.chain(ctx, name)
	if err != nil {
		found.Problem = frontSilent
		return found
	}
	found.NotBefore, found.NotAfter = chain[0].NotBefore, chain[0].NotAfter
	found.State, found.Problem = f.judge(name, chain)
	return found
}

// chain is what a visitor of the name is shown, right or wrong.
func (f frontLook) chain(ctx context.Context, name string) ([]*x509.Certificate, error) {
	err := errors.New("nowhere to ask")
	for _, address := range f.ports {
		if address[0] == ':' {
			address = name + address
		}
		// What is shown is judged afterwards: a wrong certificate is an answer.
		dialer := &tls.Dialer{Config: &tls.Config{ServerName: name, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}
		var connection net.Conn
		if connection, err = dialer.DialContext(ctx, "tcp", loopback(address)); err == nil {
			defer connection.Close()
			return connection.(*tls.Conn).ConnectionState().PeerCertificates, nil
		}
	}
	return nil, err
}

// judge names the fault that a person can mend first.
func (f frontLook) judge(name string, chain []*x509.Certificate) (certificates.State, string) {
	between := x509.NewCertPool()
	for _, certificate := range chain[1:] {
		between.AddCert(certificate)
	}
	leaf, now := chain[0], f.clock()
	_, err := leaf.Verify(x509.VerifyOptions{Roots: f.roots, Intermediates: between, CurrentTime: now})
	switch {
	case leaf.VerifyHostname(name) != nil:
		return certificates.Waiting, frontElse
	case now.After(leaf.NotAfter):
		return certificates.Expired, frontExpired
	case err != nil:
		return certificates.Waiting, frontUnsigned
	}
	return certificates.Valid, ""
}
