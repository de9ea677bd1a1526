package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// tool renews certificates on the host, as other programs do, under a root of
// its own.
type tool struct {
	folder, root string
	certificate  *x509.Certificate
	key          *ecdsa.PrivateKey
	serial       int64
}

func newTool(t *testing.T) *tool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := &tool{folder: t.TempDir(), key: key}
	made.certificate = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Autorité d'essai"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(1, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	made.root = filepath.Join(made.folder, "root.pem")
	put(t, made.root, made.sign(t, made.certificate, key))
	return made
}

func (m *tool) sign(t *testing.T, template *x509.Certificate, key *ecdsa.PrivateKey) string {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, m.certificate, key.Public(), m.key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// renew writes one certificate for all names of the test.
func (m *tool) renew(t *testing.T, from time.Time, days int) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	m.serial++
	text := m.sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(m.serial + 1), NotBefore: from, NotAfter: from.AddDate(0, 0, days),
		DNSNames: []string{"e2e-issuers.localhost", "*.e2e-issuers.localhost"},
	}, key)
	root, err := os.ReadFile(m.root)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(m.folder, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	put(t, filepath.Join(m.folder, "chain.pem"), text+string(root))
}

func (m *tool) block(name string) string {
	return "  files \"" + name + "\" {\n    certificate = \"" + filepath.Join(m.folder, "chain.pem") + "\"\n    key = \"" + filepath.Join(m.folder, "key.pem") + "\"\n  }\n"
}

func put(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (c *chaton) gatewayID() string {
	c.t.Helper()
	return docker(c.t, "ps", "-q", "--no-trunc", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.container=gateway")
}

func (c *chaton) status(code int) installer.Status {
	c.t.Helper()
	var status installer.Status
	if err := json.Unmarshal([]byte(c.expect(code, "status", "--json").out), &status); err != nil {
		c.t.Fatal(err)
	}
	return status
}

func (c *chaton) certificate(code int, name string) certificates.Certificate {
	c.t.Helper()
	for _, certificate := range c.status(code).Certificates {
		if certificate.Name == name {
			return certificate
		}
	}
	c.t.Fatalf("the status has no certificate of %s", name)
	return certificates.Certificate{}
}
