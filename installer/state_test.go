package installer

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

func TestState_StrictUmaskDoesNotCloseThePublicFolder(t *testing.T) {
	before := syscall.Umask(0o077)
	defer syscall.Umask(before)
	state := State{Folder: filepath.Join(t.TempDir(), "state")}
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{state.Folder: 0o700, state.Public(): 0o755, state.Gateway(): 0o700} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: got %o, want %o", path, got, want)
		}
	}
}

func TestState_RemoveKeepsWhatTheKitDidNotPutThere(t *testing.T) {
	state := State{Folder: filepath.Join(t.TempDir(), "state")}
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vault.json", ".vault-123", ".site.json-456", "letter.odt"} {
		if err := os.WriteFile(filepath.Join(state.Folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := state.remove(); err == nil {
		t.Error("a foreign file in the folder: got no error, want it said")
	}
	left, err := os.ReadDir(state.Folder)
	if err != nil || len(left) != 1 || left[0].Name() != "letter.odt" {
		t.Fatalf("got %v, %v; want letter.odt alone", left, err)
	}
	if err := state.remove("letter.odt"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(state.Folder); !os.IsNotExist(err) {
		t.Errorf("got %v, want the folder gone", err)
	}
}

func TestState_LostVaultStopsEverythingBeforeAnythingIsGenerated(t *testing.T) {
	state := State{Folder: t.TempDir()}
	have := plan.Observed{Volumes: []plan.Volume{{Name: "chat-wiki-data-g1"}}}
	var lost *ProblemError
	if err := state.checkVault("chat", have); !errors.As(err, &lost) || !lost.Lost {
		t.Errorf("volumes without a vault: got %v, want a *ProblemError that says lost", err)
	}
	if err := state.checkVault("chat", plan.Observed{}); err != nil {
		t.Errorf("first time: got %v", err)
	}
	if err := os.WriteFile(state.Vault(), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := state.checkVault("chat", have); err != nil {
		t.Errorf("vault in place: got %v", err)
	}
}

func TestReplaceFile_LockFileKeepsTheModeItsOwnerChose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chaton.lock.hcl")
	if got := modeOf(path, 0o644); got != 0o644 {
		t.Errorf("new file: got %o, want 644", got)
	}
	if err := os.WriteFile(path, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if got := modeOf(path, 0o644); got != 0o640 {
		t.Errorf("existing file: got %o, want 640", got)
	}
}

func TestNotices_AServiceIsNewUntilARunEndedWell(t *testing.T) {
	wiki := &site.Service{Name: "wiki", Secrets: []site.SecretName{{Name: "admin"}}}
	killed := &Prepared{Have: plan.Observed{
		Secrets: map[string]bool{"wiki/admin": true}, Containers: []plan.Container{{Service: "wiki"}},
	}}
	if !killed.isNew(wiki) {
		t.Error("after a killed first run: its password would never be shown")
	}
	ended := &Prepared{lock: site.Lock{Services: []site.LockedService{{Name: "wiki"}}}}
	if ended.isNew(wiki) {
		t.Error("after a run that ended well: the password is shown twice")
	}
}

func TestNewPorts_OnlyThoseThatTheGatewayHasNotYet(t *testing.T) {
	applied := &site.Site{Gateway: site.Gateway{HTTP: 80, HTTPS: 443}}
	got := newPorts(site.Gateway{HTTP: 80, HTTPS: 8443}, applied)
	if got.HTTP != 0 || got.HTTPS != 8443 {
		t.Errorf("got %d and %d, want 0 and 8443 tried", got.HTTP, got.HTTPS)
	}
}
