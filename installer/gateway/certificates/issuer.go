package certificates

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"golang.org/x/crypto/acme"
)

// IssuerFile is the name of the issuer's settings in the gateway's folder.
const IssuerFile = "issuer.json"

// The kinds of issuers. With Files somebody else obtains and renews.
const (
	LetsEncrypt = "letsencrypt"
	ACME        = "acme"
	Internal    = "internal"
	Files       = "files"
)

// Issuer says where certificates come from. It lies in a file and not on a
// command line because EABSecret is a secret.
type Issuer struct {
	Kind string `json:"kind"`
	// Directory is the address of the CA's directory, for ACME only.
	Directory string `json:"directory,omitempty"`
	// Roots are PEM certificates that vouch for the directory's own server;
	// empty means those of the system.
	Roots string `json:"roots,omitempty"`
	// EABKey and EABSecret bind the account to one that the CA knows; the
	// secret is in base64url, as CAs hand it out.
	EABKey    string `json:"eab_key,omitempty"`
	EABSecret string `json:"eab_secret,omitempty"`
	// TermsAccepted says that the operator accepted the CA's terms. Without
	// it no account is made.
	TermsAccepted bool `json:"terms_accepted,omitempty"`
	// Accepted and AcceptedBy say when, and by whom on this machine.
	Accepted   time.Time `json:"accepted,omitzero"`
	AcceptedBy string    `json:"accepted_by,omitempty"`
	// Staging is the CA's directory for rehearsals, where it has one; that of
	// Let's Encrypt is known.
	Staging string `json:"staging,omitempty"`
	// Domains are all that the root of the internal CA may vouch for, with what
	// lies below them; none means everything.
	Domains []string `json:"domains,omitempty"`
	// Addresses are those that names lead to though no interface of this
	// machine has them: a router's.
	Addresses []string `json:"addresses,omitempty"`
}

// SaveIssuer replaces the issuer's settings of the gateway's folder in one
// step, with mode 0640; the caller gives the file to the gateway's user. A
// running gateway takes it up at its next start. Who accepted the terms of the
// same CA before, and when, stays.
func SaveIssuer(folder string, issuer Issuer) error {
	former, err := LoadIssuer(folder)
	if err == nil && issuer.TermsAccepted && former.Address() == issuer.Address() && !former.Accepted.IsZero() {
		issuer.Accepted, issuer.AcceptedBy = former.Accepted, former.AcceptedBy
	}
	data, err := json.MarshalIndent(issuer, "", "  ")
	if err != nil {
		return fmt.Errorf("write the issuer: %w", err)
	}
	return disk.Replace(filepath.Join(folder, IssuerFile), append(data, '\n'), 0o640)
}

// LoadIssuer reads what SaveIssuer wrote. A folder without the file has the
// internal CA.
func LoadIssuer(folder string) (Issuer, error) {
	data, err := os.ReadFile(filepath.Join(folder, IssuerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Issuer{Kind: Internal}, nil
	}
	if err != nil {
		return Issuer{}, fmt.Errorf("read the issuer: %w", err)
	}
	var issuer Issuer
	if err := json.Unmarshal(data, &issuer); err != nil {
		return Issuer{}, fmt.Errorf("read the issuer in %s: %w", filepath.Join(folder, IssuerFile), err)
	}
	return issuer, issuer.check()
}

// label is what the status calls the issuer.
func (i Issuer) label() string {
	if i.Kind == ACME {
		return i.Directory
	}
	return i.Kind
}

func (i Issuer) check() error {
	switch i.Kind {
	case Internal, Files:
		return nil
	case LetsEncrypt, ACME:
		return i.checkACME()
	}
	return fmt.Errorf(`the issuer %q is unknown: use "letsencrypt", "acme", "internal" or "files"`, i.Kind)
}

func (i Issuer) checkACME() error {
	address, err := url.Parse(i.Address())
	if err != nil || address.Scheme != "https" || address.Host == "" {
		return fmt.Errorf("the directory %q of the issuer is no https address", i.Directory)
	}
	if staging, err := url.Parse(i.Staging); i.Staging != "" && (err != nil || staging.Scheme != "https" || staging.Host == "") {
		return fmt.Errorf("the directory for rehearsals %q of the issuer is no https address", i.Staging)
	}
	if (i.EABKey == "") != (i.EABSecret == "") {
		return errors.New("the external account of the issuer needs both its key identifier and its secret")
	}
	if _, err := i.eabSecret(); err != nil {
		return errors.New("the external account's secret is not in base64url: copy it again from the CA")
	}
	return nil
}

// Address is where the CA's directory is asked for, "" for an issuer that has
// none.
func (i Issuer) Address() string {
	if i.Kind == LetsEncrypt {
		return acme.LetsEncryptURL
	}
	return i.Directory
}

// stagingURL counts nothing against anybody's budget, and its certificates are
// trusted by nobody.
const stagingURL = "https://acme-staging-v02.api.letsencrypt.org/directory"

// staging is where first orders are rehearsed, "" for nowhere.
func (i Issuer) staging() string {
	if i.Kind == LetsEncrypt && i.Staging == "" {
		return stagingURL
	}
	return i.Staging
}

// eabSecret takes the secret with and without padding, as CAs give both.
func (i Issuer) eabSecret() ([]byte, error) {
	secret, err := base64.RawURLEncoding.DecodeString(i.EABSecret)
	if err != nil {
		return base64.URLEncoding.DecodeString(i.EABSecret)
	}
	return secret, nil
}

// source is what the keeper asks of an issuer. Names are checked, lower-case
// and in ASCII.
type source interface {
	// Load takes up a valid certificate from the disk, asking nobody, and says
	// when to call Obtain, zero for never.
	Load(name string) (again time.Time, found bool)
	// Obtain gets a certificate and may take minutes; for one name it is called
	// by one at a time. It says when to be called again, zero for never. With
	// replace it also makes a new key for a name whose certificate is good.
	Obtain(ctx context.Context, name string, replace bool) (again time.Time, err error)
	// Current answers a handshake at once; nil when there is none.
	Current(name string) *tls.Certificate
	// Challenge answers the CA that checks who holds the name.
	Challenge(hello *tls.ClientHelloInfo) (*tls.Certificate, error)
}
