package certificates

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestReadStored_KeyAndChainAreApart(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	authority, _, err := openInternal(filepath.Join(folder, certificatesFolder, Internal), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	const name = "voix.chat.test"
	if _, err := authority.Obtain(t.Context(), name, false); err != nil {
		t.Fatal(err)
	}
	issuer := Issuer{Kind: Internal}
	stored, err := ReadStored(folder, issuer, name, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tls.X509KeyPair(stored.Chain, stored.Key); err != nil || strings.Contains(string(stored.Chain), "PRIVATE") {
		t.Errorf("got %v and chain\n%s\nwant a pair, and no key in the chain", err, stored.Chain)
	}
	for wrong, at := range map[string]time.Time{"autre.chat.test": now, name: now.AddDate(0, 2, 0)} {
		if _, err := ReadStored(folder, issuer, wrong, at); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s at %s: got %v, want it refused by its name", wrong, at, err)
		}
	}
}

func TestReadStored_AWildcardIsForEachNameBelow(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	authority, _, err := openInternal(filepath.Join(folder, "elsewhere"), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	data, err := authority.sign("*.chat.test", now)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, FilesFolder(), FileOf("*.chat.test"))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadStored(folder, Issuer{Kind: Files}, "voix.chat.test", now); err != nil {
		t.Error(err)
	}
}

func TestReadStored_FollowsNoLinkOutOfTheFolder(t *testing.T) {
	folder, elsewhere, now := t.TempDir(), t.TempDir(), time.Now()
	authority, _, err := openInternal(filepath.Join(elsewhere, certificatesFolder, Internal), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	const name = "chat.test"
	if _, err := authority.Obtain(t.Context(), name, false); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, certificatesFolder), filepath.Join(folder, certificatesFolder)); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadStored(folder, Issuer{Kind: Internal}, name, now); err == nil {
		t.Error("got a certificate of elsewhere, want none")
	}
}
