package certificates

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

func TestKept_CertificateCountsWhileItIsValid(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	made, _, err := openInternal(filepath.Join(folder, "made"), nil, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := made.Obtain(t.Context(), "a.example", false); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "made", "a.example"))
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(folder, certificatesFolder, directoryFolder(acme.LetsEncryptURL))
	if err := os.MkdirAll(kept, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.example", "b.example"} { // the second is not its own
		if err := os.WriteFile(filepath.Join(kept, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	public := Issuer{Kind: LetsEncrypt}
	cases := []struct {
		what   string
		issuer Issuer
		name   string
		at     time.Time
		want   bool
	}{
		{"valid", public, "a.example", now, true},
		{"expired", public, "a.example", now.AddDate(2, 0, 0), false},
		{"not yet valid", public, "a.example", now.AddDate(-1, 0, 0), false},
		{"of another name", public, "b.example", now, false},
		{"none", public, "c.example", now, false},
		{"of another directory", Issuer{Kind: ACME, Directory: "https://ca.example/"}, "a.example", now, false},
	}
	for _, each := range cases {
		if got := Kept(folder, each.issuer, each.name, each.at); got != each.want {
			t.Errorf("%s: got %v, want %v", each.what, got, each.want)
		}
	}
}
