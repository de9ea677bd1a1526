package certificates

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
)

const (
	rootFile    = "ca.pem"
	rootKeyFile = "ca.key"

	rootLife = 10 * 365 * 24 * time.Hour
	leafLife = 30 * 24 * time.Hour
	// clockSlack spares visitors whose clock is behind.
	clockSlack = time.Hour
)

// RootFile is where the internal CA of a gateway's folder exports its root,
// readable by all, for those who are to trust it.
func RootFile(folder string) string {
	return filepath.Join(folder, certificatesFolder, Internal, rootFile)
}

// MakeAuthority makes the root of the internal CA of a gateway's folder when
// there is none, for those who must be told of it before the gateway starts. It
// vouches for these domains and what lies below them. The caller gives the files
// to the gateway's user.
func MakeAuthority(folder string, domains []string, now time.Time) error {
	_, _, err := openInternal(filepath.Join(folder, certificatesFolder, Internal), domains, now)
	return err
}

// internalCA signs certificates itself, for rehearsals and for machines that
// no public CA can reach.
type internalCA struct {
	root    *x509.Certificate
	key     *ecdsa.PrivateKey
	domains []string // of a root that must be made
	store   *store
	leaves  sync.Map // name to *tls.Certificate
}

func openInternal(folder string, domains []string, now time.Time) (*internalCA, []string, error) {
	kept, notices := openStore(folder, now)
	authority := &internalCA{store: kept, domains: domains}
	notice, err := authority.openRoot(folder, now)
	return authority, append(notices, notice...), err
}

// openRoot reads the root or makes one. A damaged one is set aside: everybody
// must trust the new one, so this is said.
func (c *internalCA) openRoot(folder string, now time.Time) ([]string, error) {
	certificate, key := filepath.Join(folder, rootFile), filepath.Join(folder, rootKeyFile)
	certificateText, err := os.ReadFile(certificate)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, c.makeRoot(certificate, key, now)
	}
	keyText, keyError := os.ReadFile(key)
	if errors.Is(keyError, fs.ErrNotExist) {
		keyError = nil // as good as damaged
	}
	// A file that cannot be read now is not lost: a wrong owner can be mended.
	if err := errors.Join(err, keyError); err != nil {
		return nil, fmt.Errorf("read the root of the internal CA: %w", err)
	}
	pair, err := tls.X509KeyPair(certificateText, keyText)
	if err == nil {
		return nil, c.use(pair)
	}
	aside, moving := setAside(certificate, now)
	if moving != nil {
		return nil, moving
	}
	notice := fmt.Sprintf("the root of the internal CA was damaged and set aside as %s: the new one must be trusted again: %v", aside, err)
	return []string{notice}, c.makeRoot(certificate, key, now)
}

func (c *internalCA) use(pair tls.Certificate) error {
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return errors.New("the key of the internal CA is no ECDSA key")
	}
	c.root, c.key = pair.Leaf, key
	return nil
}

func (c *internalCA) makeRoot(certificatePath, keyPath string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "Chatière internal CA " + now.UTC().Format("2006-01-02")},
		NotBefore: now.Add(-clockSlack), NotAfter: now.Add(rootLife),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		IsCA:     true, BasicConstraintsValid: true, MaxPathLenZero: true,
	}
	constrain(template, c.domains)
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	keyText, err := encodeKey(key)
	if err != nil {
		return err
	}
	// The certificate comes last: while it is absent, there is no root.
	if err := disk.Replace(keyPath, keyText, 0o600); err != nil {
		return err
	}
	if err := disk.Replace(certificatePath, encodeCertificate(der), 0o644); err != nil {
		return err
	}
	root, err := x509.ParseCertificate(der)
	c.root, c.key = root, key
	return err
}

// Load takes up a leaf of the present root.
func (c *internalCA) Load(name string) (time.Time, bool) {
	data, found := c.store.get(name)
	if !found {
		return time.Time{}, false
	}
	pair, err := tls.X509KeyPair(data, data)
	if err != nil || pair.Leaf.CheckSignatureFrom(c.root) != nil || pair.Leaf.VerifyHostname(name) != nil || time.Now().After(pair.Leaf.NotAfter) {
		return time.Time{}, false
	}
	c.leaves.Store(name, &pair)
	return renewal(pair.Leaf), true
}

// Obtain signs a new leaf.
func (c *internalCA) Obtain(_ context.Context, name string, _ bool) (time.Time, error) {
	if !Permits(c.root, name) {
		return time.Time{}, fmt.Errorf("the root of the internal CA may not vouch for %s: run chatiere apply, which makes another one", name)
	}
	data, err := c.sign(name, time.Now())
	if err != nil {
		return time.Time{}, err
	}
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		return time.Time{}, err
	}
	if err := c.store.put(name, data); err != nil {
		return time.Time{}, err
	}
	c.leaves.Store(name, &pair)
	return renewal(pair.Leaf), nil
}

func (c *internalCA) sign(name string, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-clockSlack), NotAfter: now.Add(leafLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, c.root, key.Public(), c.key)
	if err != nil {
		return nil, err
	}
	keyText, err := encodeKey(key)
	return append(keyText, encodeCertificate(der)...), err
}

// renewal is when a third of the life is left.
func renewal(leaf *x509.Certificate) time.Time {
	return leaf.NotAfter.Add(-leaf.NotAfter.Sub(leaf.NotBefore) / 3)
}

// Current gives the leaf in memory.
func (c *internalCA) Current(name string) *tls.Certificate {
	if leaf, found := c.leaves.Load(name); found {
		return leaf.(*tls.Certificate)
	}
	return nil
}

// Challenge never has an answer: this CA asks nothing.
func (c *internalCA) Challenge(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return nil, errors.New("the internal CA validates no name")
}

func encodeCertificate(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
