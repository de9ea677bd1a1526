package site

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
)

const (
	maximumCertificate = 1 << 20
	// expirySoon is for certificates of a year, which somebody renews by hand.
	expirySoon = 30 * 24 * time.Hour
)

// CertificateProblems looks at the files of the issuer "files" on this
// machine. What stops nothing is a warning: a file that only root may read, a
// certificate that runs out soon, a chain that this machine cannot follow.
func (f *File) CertificateProblems(at time.Time) hcl.Diagnostics {
	l := &looking{file: f, at: at}
	for i, files := range namedFiles(f.TLS.Files) {
		l.path = "tls.files." + f.TLS.Files[i].Name
		l.look(files)
	}
	return l.diags
}

// Read gives key and chain as one PEM text and as what they are, once it is
// certain that the gateway could serve them at that moment.
func (c CertificateFiles) Read(at time.Time) ([]byte, tls.Certificate, error) {
	chain, key, err := c.open()
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, tls.Certificate{}, fmt.Errorf("%s and %s: %w", c.Certificate, c.Key, err)
	}
	leaf := pair.Leaf
	switch {
	case leaf.VerifyHostname(c.sample()) != nil:
		err = fmt.Errorf("%s is not for %s but for %s", c.Certificate, c.Name, namesOf(leaf))
	case at.After(leaf.NotAfter):
		err = fmt.Errorf("%s expired on %s", c.Certificate, leaf.NotAfter.Format(time.DateOnly))
	case at.Before(leaf.NotBefore):
		err = fmt.Errorf("%s is valid from %s on", c.Certificate, leaf.NotBefore.Format(time.DateOnly))
	}
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	return append(append(key, '\n'), chain...), pair, nil
}

func (c CertificateFiles) open() (chain, key []byte, err error) {
	if chain, err = readAtMost(c.Certificate, maximumCertificate); err != nil {
		return nil, nil, err
	}
	key, err = readAtMost(c.Key, maximumCertificate)
	return chain, key, err
}

// sample is a name that the certificate must be good for.
func (c CertificateFiles) sample() string {
	if parent, any := strings.CutPrefix(c.Name, wildcard); any {
		return "any." + parent
	}
	return c.Name
}

func namesOf(leaf *x509.Certificate) string {
	if len(leaf.DNSNames) == 0 {
		return "no name"
	}
	return strings.Join(leaf.DNSNames, ", ")
}

// looking is one run of CertificateProblems; path is the block that it is at.
type looking struct {
	file  *File
	at    time.Time
	path  string
	diags hcl.Diagnostics
}

func (l *looking) refuse(attribute string, summary, detail sentence) {
	l.diags = append(l.diags, problem(l.file.place(l.path+"."+attribute), summary, detail))
}

func (l *looking) advise(attribute string, summary, detail sentence) {
	l.diags = append(l.diags, advice(l.file.place(l.path+"."+attribute), summary, detail))
}

func (l *looking) look(files CertificateFiles) {
	chain, read := l.read("certificate", files.Certificate)
	if read {
		l.judge(files, chain)
	}
	key, readKey := l.read("key", files.Key)
	if !read || !readKey {
		return
	}
	if _, err := tls.X509KeyPair(chain, key); err != nil && leafOf(chain) != nil {
		l.refuse("key", say("The key %q does not belong to the certificate", files.Key),
			say("%s. Give the key that the certificate was made for.", err.Error()))
	}
}

func (l *looking) read(attribute, path string) ([]byte, bool) {
	content, err := readAtMost(path, maximumCertificate)
	switch {
	case err == nil:
		return content, true
	case errors.Is(err, fs.ErrPermission):
		l.advise(attribute, say("The file %q is not looked at", path), say("Only root may read it: apply looks at it."))
	default:
		l.refuse(attribute, say("The file %q cannot be read", path), say("%s", err.Error()))
	}
	return nil, false
}

// judge says what visitors would be shown.
func (l *looking) judge(files CertificateFiles, chain []byte) {
	leaf := leafOf(chain)
	if leaf == nil {
		l.refuse("certificate", say("The file %q holds no certificate", files.Certificate),
			say("It must begin with -----BEGIN CERTIFICATE-----."))
		return
	}
	if leaf.VerifyHostname(files.sample()) != nil {
		l.refuse("certificate", say("The certificate is not for %q", files.Name), say("It is for: %s.", namesOf(leaf)))
	}
	until := leaf.NotAfter.Format(time.DateOnly)
	switch {
	case l.at.After(leaf.NotAfter):
		l.refuse("certificate", say("The certificate of %q expired on %s", files.Name, until), say("Renew it where it comes from."))
		return
	case l.at.Before(leaf.NotBefore):
		l.refuse("certificate", say("The certificate of %q is valid from %s on only", files.Name, leaf.NotBefore.Format(time.DateOnly)),
			say("Wait, or check this machine's clock."))
		return
	case SoonOver(leaf.NotBefore, leaf.NotAfter, l.at):
		l.advise("certificate", say("The certificate of %q runs out on %s", files.Name, until),
			say("What renews it did not yet: look at it before that day."))
	}
	if missing := missingIssuer(chain, l.at); missing != "" {
		l.advise("certificate", say("The chain of %q ends before an authority that this machine knows", files.Name),
			say("Visitors could be warned. Add to the file, after the certificate, that of its issuer: %s.", missing))
	}
}

// SoonOver says that a certificate runs out and nothing has renewed it, as far
// as its dates tell: a quarter of its life is left, since what renews does so
// with a third, or thirty days of a long one.
func SoonOver(from, until, at time.Time) bool {
	return at.Add(min(expirySoon, until.Sub(from)/4)).After(until)
}
