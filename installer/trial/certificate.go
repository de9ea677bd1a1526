package trial

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
)

func readRoots(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the root of the trial's own authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", path)
	}
	return pool, nil
}

// certificate looks at what the gateway shows for every name.
func (l *life) certificate(ctx context.Context) (told plan.Sentence, err error) {
	roots, err := l.chaton.roots()
	if err != nil {
		return told, err
	}
	issuers := map[string]bool{}
	names := l.chaton.standing.Site.CertificateNames()
	for _, name := range names {
		issuer, err := l.chaton.handshake(ctx, name, roots)
		if err != nil {
			return told, fmt.Errorf("%s: %w", name, err)
		}
		issuers[issuer] = true
	}
	if l.options.Authority == nil {
		return told, absent(plan.Say("internal CA; no ACME server was given"))
	}
	return plan.Say("%d names, by %s", len(names), strings.Join(keys(issuers), ", ")), nil
}

// handshake gives who signed the certificate of a name.
func (c *chaton) handshake(ctx context.Context, name string, roots *x509.CertPool) (string, error) {
	raw, err := c.dial(ctx, "tcp", "")
	if err != nil {
		return "", err
	}
	defer raw.Close()
	connection := tls.Client(raw, &tls.Config{ServerName: name, RootCAs: roots, MinVersion: tls.VersionTLS12})
	if err := connection.HandshakeContext(ctx); err != nil {
		return "", err
	}
	return connection.ConnectionState().PeerCertificates[0].Issuer.CommonName, nil
}
