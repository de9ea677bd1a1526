package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestStore_KeepsAcrossOpenings(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	authority, _, err := openInternal(folder, nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Obtain(t.Context(), "wiki.localhost", false); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{".": 0o700, "wiki.localhost": 0o600, rootKeyFile: 0o600, rootFile: 0o644} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v and %v, want mode %o", name, info, err, want)
		}
	}
	again, notices, err := openInternal(folder, nil, time.Now())
	if err != nil || len(notices) != 0 {
		t.Fatalf("got notices %v and error %v, want none", notices, err)
	}
	if _, found := again.Load("wiki.localhost"); !found {
		t.Error("got no certificate after opening again, want the former one")
	}
	if !again.root.Equal(authority.root) {
		t.Error("got another root after opening again, want the same")
	}
}

func TestStore_DamagedFilesAreSetAside(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		accountEntry: "", "empty.chaton.test": "", "cut.chaton.test": "-----BEGIN EC PRIVATE KEY-----\nMHc", ".writing-1": "left",
	} {
		put(t, filepath.Join(folder, name), content)
	}
	opened, notices := openStore(folder, time.Now())
	if len(notices) != 3 || !strings.Contains(notices[0], damagedFolder) {
		t.Errorf("got notices %q, want three that name the folder", notices)
	}
	if _, found := opened.get(accountEntry); found {
		t.Error("got the damaged account key, want none")
	}
	aside, _ := os.ReadDir(filepath.Join(folder, damagedFolder))
	if len(aside) != 3 {
		t.Errorf("got %d files aside, want 3", len(aside))
	}
}

func TestStore_FailedWriteIsRememberedAndMadeGood(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	opened, _ := openStore(folder, time.Now())
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if err := opened.Put(t.Context(), "wiki.chaton.test", signed(t, "wiki.chaton.test", time.Now())); err == nil || opened.Failure("wiki.chaton.test") == nil {
		t.Errorf("got %v and %v, want the failure twice", err, opened.Failure("wiki.chaton.test"))
	}
	if err := opened.Probe(); err == nil {
		t.Error("got no error from the probe, want one")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := opened.Probe(); err != nil || opened.Failure("wiki.chaton.test") != nil {
		t.Errorf("got %v once the folder is back, want none", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "wiki.chaton.test")); err != nil {
		t.Errorf("got %v, want the entry on the disk", err)
	}
}

func TestInternal_LeafIsRenewedWhenAThirdIsLeft(t *testing.T) {
	t.Parallel()
	authority, _, err := openInternal(filepath.Join(t.TempDir(), "ca"), nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	again, err := authority.Obtain(t.Context(), "localhost", false)
	if err != nil {
		t.Fatal(err)
	}
	if left := authority.Current("localhost").Leaf.NotAfter.Sub(again); left < 9*24*time.Hour || left > 11*24*time.Hour {
		t.Errorf("got %s left at renewal, want about ten days", left)
	}
	pool := x509.NewCertPool()
	pool.AddCert(authority.root)
	if _, err := authority.Current("localhost").Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: "localhost"}); err != nil {
		t.Errorf("got %v, want a leaf that the root vouches for", err)
	}
	old, err := authority.sign("old.localhost", time.Now().Add(-25*24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := authority.store.put("old.localhost", old); err != nil {
		t.Fatal(err)
	}
	if again, found := authority.Load("old.localhost"); !found || again.After(time.Now()) {
		t.Errorf("got %s and %v, want it served and due", again, found)
	}
}

func TestInternal_DamagedRootIsReplacedAndSaid(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	first, _, err := openInternal(folder, nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Obtain(t.Context(), "wiki.localhost", false); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, rootFile), "damaged")
	second, notices, err := openInternal(folder, nil, time.Now())
	if err != nil || len(notices) != 1 {
		t.Fatalf("got notices %v and error %v, want one notice", notices, err)
	}
	if _, found := second.Load("wiki.localhost"); found {
		t.Error("got a leaf of the former root, want it signed again")
	}
	if _, err := tls.LoadX509KeyPair(filepath.Join(folder, rootFile), filepath.Join(folder, rootKeyFile)); err != nil {
		t.Errorf("got %v, want a new root", err)
	}
}

func TestInternal_RootThatCannotBeReadIsNotReplaced(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ca")
	if _, _, err := openInternal(folder, nil, time.Now()); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(folder, rootFile))
	if err != nil {
		t.Fatal(err)
	}
	// Even root cannot read a folder as a file.
	key := filepath.Join(folder, rootKeyFile)
	if err := errors.Join(os.Remove(key), os.Mkdir(key, 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := openInternal(folder, nil, time.Now()); err == nil {
		t.Error("got no error, want one that names the key")
	}
	if got, _ := os.ReadFile(filepath.Join(folder, rootFile)); string(got) != string(want) {
		t.Errorf("got the root %q, want it as it was", got)
	}
}

// signed is a file of a name, as an internal CA of its own makes it.
func signed(t testing.TB, name string, at time.Time) []byte {
	t.Helper()
	authority, _, err := openInternal(filepath.Join(t.TempDir(), "other"), nil, at)
	if err != nil {
		t.Fatal(err)
	}
	data, err := authority.sign(name, at)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
