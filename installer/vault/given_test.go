package vault

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestGive_IsKeptRedactedAndReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "vault.json")
	vault, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if value, given := vault.Given("chaton.mail", "password"); given || value != "" {
		t.Errorf("before: got %q, want nothing made up", value)
	}
	for _, value := range []string{"first-given", "second-given"} {
		if err := vault.Give("chaton.mail", "password", value, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if value, _ := again.Given("chaton.mail", "password"); value != "second-given" {
		t.Errorf("got %q, want the last one that was given", value)
	}
	if got := again.Redact("it is second-given"); strings.Contains(got, "second-given") {
		t.Errorf("got %q, want it redacted", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; want mode 0600", info, err)
	}
}
