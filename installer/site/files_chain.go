package site

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"time"
)

// certificatesOf reads those of a PEM text, up to the first damaged one.
func certificatesOf(text []byte) []*x509.Certificate {
	var all []*x509.Certificate
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return all
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return all
		}
		all = append(all, certificate)
	}
}

// leafOf is the first certificate of a text, nil when there is none.
func leafOf(chain []byte) *x509.Certificate {
	if all := certificatesOf(chain); len(all) > 0 {
		return all[0]
	}
	return nil
}

// missingIssuer names whose certificate would have to follow the last one of
// the chain; "" when the chain ends at a root, its own or one that this machine
// knows.
func missingIssuer(chain []byte, at time.Time) string {
	all := certificatesOf(chain)
	between := x509.NewCertPool()
	for _, certificate := range all[1:] {
		between.AddCert(certificate)
	}
	if _, err := all[0].Verify(x509.VerifyOptions{Intermediates: between, CurrentTime: at}); err == nil {
		return ""
	}
	last := all[0]
	for range all { // authorities may vouch for each other in a circle
		last = issuerAmong(last, all)
	}
	if bytes.Equal(last.RawIssuer, last.RawSubject) {
		return ""
	}
	return last.Issuer.String()
}

// issuerAmong is who signed a certificate, the certificate itself when that is
// not there.
func issuerAmong(certificate *x509.Certificate, all []*x509.Certificate) *x509.Certificate {
	for _, other := range all {
		if other != certificate && certificate.CheckSignatureFrom(other) == nil {
			return other
		}
	}
	return certificate
}
