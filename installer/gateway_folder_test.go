package installer

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Whoever took the gateway over owns its folder, and would like root to read or
// give away what is not theirs.
func TestState_NoLinkLeadsOutOfTheGatewaysFolder(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if err := os.MkdirAll(state.Gateway(), 0o700); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "shadow")
	if err := os.WriteFile(outside, []byte(`{"kind":"internal"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"issuer.json", "routes.json"} {
		if err := os.Symlink(outside, filepath.Join(state.Gateway(), file)); err != nil {
			t.Fatal(err)
		}
		if got, err := state.readGateway(file); err == nil {
			t.Errorf("%s: got %q, want the link refused", file, got)
		}
		if err := state.giveToGateway(file); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if got := state.issuerFile(); got != nil {
		t.Errorf("got the issuer %q, want none", got)
	}
	info, err := os.Stat(outside)
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; int(owner) != os.Getuid() {
		t.Errorf("got owner %d, want the other file's kept", owner)
	}
}
