package certificates

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"time"
)

// Stored is a certificate as it lies in a gateway's folder, in two pieces of
// PEM: software that does its own TLS is given both.
type Stored struct {
	Chain []byte // the certificate first
	Key   []byte
}

// ReadStored reads the certificate of a name, valid at that moment. Nothing
// that the folder's owner could put there leads out of it.
func ReadStored(folder string, issuer Issuer, name string, now time.Time) (Stored, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return Stored{}, fmt.Errorf("read the certificate of %s: %w", name, err)
	}
	defer root.Close()
	problem := fmt.Errorf("the gateway has no certificate for %s", name)
	for _, file := range issuer.files(name) {
		data, err := root.ReadFile(path.Join(certificatesFolder, file))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = fitting(data, name, now)
		}
		if err == nil {
			return parted(data), nil
		}
		problem = fmt.Errorf("read the certificate of %s: %w", name, err)
	}
	return Stored{}, problem
}

// files are where the issuer keeps the certificate of a name, the best first.
func (i Issuer) files(name string) []string {
	switch i.Kind {
	case Internal:
		return []string{path.Join(Internal, name)}
	case Files:
		_, above, _ := strings.Cut(name, ".")
		return []string{path.Join(Files, FileOf(name)), path.Join(Files, wildcardFile+above)}
	}
	return []string{path.Join(directoryFolder(i.Address()), name)}
}

func fitting(data []byte, name string, now time.Time) error {
	pair, err := tls.X509KeyPair(data, data)
	switch {
	case err != nil:
		return err
	case now.Before(pair.Leaf.NotBefore) || now.After(pair.Leaf.NotAfter):
		return errors.New("it is out of date")
	}
	return pair.Leaf.VerifyHostname(name)
}

// parted takes key and chain apart, whatever their order.
func parted(data []byte) Stored {
	var chain, key bytes.Buffer
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		into := &key
		if block.Type == "CERTIFICATE" {
			into = &chain
		}
		into.Write(pem.EncodeToMemory(block))
	}
	return Stored{Chain: chain.Bytes(), Key: key.Bytes()}
}
