package site

import (
	"crypto/x509"
	"io"
	"os"
	"path/filepath"
)

// readAuthority reads the root of an ACME server that no operating system
// trusts, beside chaton.hcl.
func (r *resolving) readAuthority() {
	name := r.file.TLS.CAFile
	if name == "" {
		return
	}
	where := r.file.place("tls.acme.ca")
	if !filepath.IsLocal(name) {
		r.refuse(where, say("%q is not beside this file", name), say("Copy it into the folder of chaton.hcl and write its name alone."))
		return
	}
	pem, err := readAtMost(filepath.Join(r.file.Folder, name), maximumResult)
	if err != nil {
		r.refuse(where, say("The file %q cannot be read", name), say("%s", err.Error()))
		return
	}
	if !x509.NewCertPool().AppendCertsFromPEM(pem) {
		r.refuse(where, say("The file %q holds no certificate", name), say("It must begin with -----BEGIN CERTIFICATE-----."))
		return
	}
	r.site.TLS.CA = string(pem)
}

func readAtMost(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}
