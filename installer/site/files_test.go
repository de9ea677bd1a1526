package site

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Each case is a pair of files in the place of a good one, and what is said of
// it, by line: 15 is the certificate's, 16 the key's.
func TestCertificateProblems_EachIsSaidAtItsLine(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	root := makeAuthority(t, nil, now)
	middle := makeAuthority(t, root, now)
	good := middle.leaf(t, now, 90, "wiki.petitchaton.example")
	whole := append(good.chain, middle.text...)
	cases := map[string]struct {
		chain, key []byte
		want       map[string]string
	}{
		"all is well":          {append(whole, root.text...), good.key, map[string]string{}},
		"missing file":         {nil, good.key, map[string]string{"15": "error: The file cannot be read"}},
		"no certificate in it": {[]byte("rien"), good.key, map[string]string{"15": "error: The file holds no certificate"}},
		"another key": {append(whole, root.text...), middle.leaf(t, now, 90, "wiki.petitchaton.example").key,
			map[string]string{"16": "error: The key does not belong to the certificate"}},
		"another name": {append(middle.leaf(t, now, 90, "pads.petitchaton.example").chain, root.text...), nil,
			map[string]string{"15": `error: The certificate is not for "wiki.petitchaton.example" | warning: The chain of "wiki.petitchaton.example" ends before an authority that this machine knows`, "16": "error: The file cannot be read"}},
		"expired": {middle.leaf(t, now.AddDate(0, 0, -91), 90, "wiki.petitchaton.example").chain, nil,
			map[string]string{"15": `error: The certificate of "wiki.petitchaton.example" expired on 2026-11-21`, "16": "error: The file cannot be read"}},
		"not renewed": {root.leaf(t, now.AddDate(0, 0, -80), 90, "wiki.petitchaton.example").with(root), nil,
			map[string]string{"15": `warning: The certificate of "wiki.petitchaton.example" runs out on 2026-12-02`, "16": "error: The file cannot be read"}},
		"without its intermediate": {good.chain, good.key,
			map[string]string{"15": `warning: The chain of "wiki.petitchaton.example" ends before an authority that this machine knows`}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := fileWith(t, "wiki.petitchaton.example", c.chain, c.key)
			if diff := cmp.Diff(c.want, problemsOf(file, now)); diff != "" {
				t.Errorf("problems by line (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificateFiles_AWildcardCoversOneLabelMore(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"wiki.petitchaton.example": true, "petitchaton.example": false, "a.wiki.petitchaton.example": false, "wiki.ailleurs.example": false,
	} {
		if got := (CertificateFiles{Name: "*.petitchaton.example"}).Covers(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	now := time.Now()
	authority := makeAuthority(t, nil, now)
	for name, want := range map[string]bool{"*.petitchaton.example": true, "wiki.petitchaton.example": false} {
		leaf := authority.leaf(t, now, 90, name)
		file := fileWith(t, "*.petitchaton.example", leaf.with(authority), leaf.key)
		_, _, err := file.TLS.Files[0].Read(now)
		if got := err == nil; got != want {
			t.Errorf("a certificate for %s: got %v, want it taken: %v", name, err, want)
		}
	}
}

// fileWith is a chaton.hcl whose certificate lies in files of these contents;
// nil is no file.
func fileWith(t *testing.T, name string, chain, key []byte) *File {
	t.Helper()
	folder := t.TempDir()
	certificatePath, keyPath := filepath.Join(folder, "wiki.pem"), filepath.Join(folder, "wiki.key")
	for path, content := range map[string][]byte{certificatePath: chain, keyPath: key} {
		if content == nil {
			continue
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, diags := Load("chaton.hcl", []byte(fmt.Sprintf(`
chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

tls {
  issuer = "files"
  files %q {

    certificate = %q
    key         = %q
  }
}
`, name, certificatePath, keyPath)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file
}

// problemsOf leaves paths out: they differ each time.
func problemsOf(file *File, at time.Time) map[string]string {
	said := map[string]string{}
	for _, diagnostic := range file.CertificateProblems(at) {
		severity := "error"
		if diagnostic.Severity > 1 {
			severity = "warning"
		}
		summary := diagnostic.Summary
		for _, path := range []string{file.TLS.Files[0].Certificate, file.TLS.Files[0].Key} {
			summary = strings.ReplaceAll(summary, fmt.Sprintf(" %q", path), "")
		}
		at := line(*diagnostic.Subject)
		if said[at] != "" {
			said[at] += " | "
		}
		said[at] += severity + ": " + summary
	}
	return said
}

// authority signs certificates of a test.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	text        []byte
}

// leaf is a certificate of a test and its key, as files hold them.
type leaf struct{ chain, key []byte }

func (l leaf) with(authority *authority) []byte { return append(l.chain, authority.text...) }

func makeAuthority(t *testing.T, above *authority, now time.Time) *authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: fmt.Sprint("authority, root: ", above == nil)},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	made := &authority{key: makeKey(t)}
	if above == nil {
		above = &authority{certificate: template, key: made.key}
	}
	made.certificate, made.text = sign(t, template, above, made.key)
	return made
}

func (a *authority) leaf(t *testing.T, from time.Time, days int, names ...string) leaf {
	t.Helper()
	key := makeKey(t)
	_, text := sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: names, NotBefore: from, NotAfter: from.AddDate(0, 0, days),
	}, a, key)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return leaf{chain: text, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})}
}

func makeKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t *testing.T, template *x509.Certificate, by *authority, key *ecdsa.PrivateKey) (*x509.Certificate, []byte) {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, by.certificate, key.Public(), by.key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
