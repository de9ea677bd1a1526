package vault

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestVault_SecretReachesTheDiskOnlyThroughKeep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "vault.json")
	vault := open(t, path)
	made := vault.Secret("wiki", "admin", 32, "alphanumeric")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Fatalf("asking for a secret wrote the vault: %v", err)
	}
	if again := vault.Secret("wiki", "admin", 32, "alphanumeric"); again != made {
		t.Errorf("asked twice: got %q, want %q", again, made)
	}
	if err := vault.Keep("wiki/admin", noon); err != nil {
		t.Fatal(err)
	}
	if got := open(t, path).Secret("wiki", "admin", 32, "alphanumeric"); got != made {
		t.Errorf("after a restart: got %q, want %q", got, made)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode: got %o, want 600", got)
	}
}

func TestVault_KeepingTwiceKeepsTheFirstValue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	vault := open(t, path)
	made := vault.Secret("wiki", "admin", 16, "hex")
	for range 2 {
		if err := vault.Keep("wiki/admin", noon); err != nil {
			t.Fatal(err)
		}
	}
	if got := open(t, path).Secret("wiki", "admin", 16, "hex"); got != made {
		t.Errorf("got %q, want %q", got, made)
	}
	if err := vault.Keep("wiki/unasked", noon); err == nil {
		t.Error("a secret that nobody asked for was kept")
	}
}

func TestVault_DamagedFileIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	if err := os.WriteFile(path, []byte(`{"secrets":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("got error %v, want one that says nothing was changed", err)
	}
	if data, _ := os.ReadFile(path); string(data) != `{"secrets":` {
		t.Errorf("the file was changed to %q", data)
	}
}

func TestVault_CharsetsHoldWhatTheyName(t *testing.T) {
	for charset, pattern := range map[string]string{
		"alphanumeric": `^[A-Za-z0-9]{20}$`,
		"hex":          `^[0-9a-f]{20}$`,
		"base64":       `^[A-Za-z0-9+/]{20}$`,
		"words":        `^([a-z]{6}-){19}[a-z]{6}$`,
	} {
		got := open(t, filepath.Join(t.TempDir(), "v")).Secret("s", charset, 20, charset)
		if !regexp.MustCompile(pattern).MatchString(got) {
			t.Errorf("%s: got %q, want %s", charset, got, pattern)
		}
	}
}

func TestVault_RedactFindsEveryForm(t *testing.T) {
	vault := open(t, filepath.Join(t.TempDir(), "v"))
	vault.content.Secrets["relay/password"] = entry{Value: "pa ss/wörd+1"}
	pending := vault.Secret("wiki", "admin", 32, "alphanumeric")
	for _, form := range []string{
		"pa ss/wörd+1", url.QueryEscape("pa ss/wörd+1"),
		base64.StdEncoding.EncodeToString([]byte("pa ss/wörd+1")),
		pending, base64.StdEncoding.EncodeToString([]byte(pending)),
	} {
		got := vault.Redact("before " + form + " after")
		if strings.Contains(got, form) || !strings.HasPrefix(got, "before ‹") || !strings.HasSuffix(got, "› after") {
			t.Errorf("redact %q: got %q", form, got)
		}
	}
}

func TestVault_FingerprintNeedsTheKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	first := open(t, path)
	if err := first.Save(); err != nil {
		t.Fatal(err)
	}
	data := []byte("the same data")
	if got, want := open(t, path).Fingerprint(data), first.Fingerprint(data); got != want {
		t.Errorf("same vault: got %s, want %s", got, want)
	}
	other := open(t, filepath.Join(t.TempDir(), "other.json"))
	if other.Fingerprint(data) == first.Fingerprint(data) {
		t.Error("two vaults give one fingerprint")
	}
}

func TestVault_DerivedIsMadeOnceForAnInput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.json")
	vault := open(t, path)
	made := 0
	hash := func() string { made++; return "hash" + strings.Repeat("!", made) }
	first := vault.Derived("wiki", "htpasswd", "secret", hash)
	if err := vault.Save(); err != nil {
		t.Fatal(err)
	}
	reopened := open(t, path)
	if got := reopened.Derived("wiki", "htpasswd", "secret", hash); got != first {
		t.Errorf("same input: got %q, want %q", got, first)
	}
	if got := reopened.Derived("wiki", "htpasswd", "another", hash); got == first {
		t.Error("another input gave the old hash")
	}
}

func TestVault_ForgetDropsOneServiceOnly(t *testing.T) {
	vault := open(t, filepath.Join(t.TempDir(), "v"))
	for _, key := range []string{"wiki", "wiki2"} {
		vault.Secret(key, "admin", 8, "hex")
		if err := vault.Keep(key+"/admin", noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := vault.Forget("wiki"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(vault.Names(), " "); got != "wiki2/admin" {
		t.Errorf("got %q, want wiki2/admin", got)
	}
}

func open(t testing.TB, path string) *Vault {
	t.Helper()
	vault, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return vault
}
