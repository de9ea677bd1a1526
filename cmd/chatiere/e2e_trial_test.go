package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/trial"
)

// notebook is a folder with one module, whose server is compiled, and the same
// as its previous version.
func notebook(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "notebook")
	image := filepath.Join(folder, "image")
	if err := os.CopyFS(folder, os.DirFS("testdata/notebook/module")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(image, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(image, "data", ".keep"), "")
	put(t, filepath.Join(image, "Containerfile"),
		"FROM scratch\nCOPY server /server\nCOPY --chown=1000:1000 data /data\nUSER 1000:1000\nENTRYPOINT [\"/server\"]\n")
	if err := buildGo(filepath.Join(image, "server"), "./testdata/notebook/server"); err != nil {
		t.Fatal(err)
	}
	previous := filepath.Join(t.TempDir(), "previous")
	if err := os.CopyFS(previous, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(previous, "module.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(previous, "module.hcl"), strings.ReplaceAll(string(source), "1.1.0", "1.0.0"))
	if err := os.Rename(previous, filepath.Join(folder, "previous")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// tried calls module test and reads what it saw.
func tried(t *testing.T, code int, arguments ...string) trial.Proof {
	t.Helper()
	c := &chaton{t: t, folder: t.TempDir(), state: t.TempDir()}
	got := c.expect(code, append([]string{"module", "test", "--json"}, arguments...)...)
	var proofs []trial.Proof
	if err := json.Unmarshal([]byte(got.out), &proofs); err != nil || len(proofs) != 1 {
		t.Fatalf("got %v\n%s\n%s", err, got.out, got.err)
	}
	kept, err := trial.ReadFolder(trial.ProofsFolder(c.state))
	if err != nil || len(kept) != 1 && code == exitDone || len(kept) != 0 && code != exitDone {
		t.Errorf("got %d proofs kept, %v; want one of what passed", len(kept), err)
	}
	return proofs[0]
}

// outcomes are the steps as text, without what differs from run to run.
func outcomes(proof trial.Proof) string {
	var text strings.Builder
	for _, step := range proof.Steps {
		text.WriteString(step.Name + ": " + string(step.Outcome) + "\n")
	}
	return text.String()
}

func TestE2E_Trial(t *testing.T) {
	folder := notebook(t)
	t.Run("a whole life", func(t *testing.T) { wholeLife(t, folder) })
	t.Run("a picture of somebody else's, seen by those who signed in", func(t *testing.T) {
		proof := tried(t, exitFailed, folder, "--set", "stranger=pixel.example")
		if said := outcomes(proof); !strings.Contains(said, "third parties: failed\n") || strings.Count(said, "failed") != 1 {
			t.Errorf("got\n%s\nwant a request to a third party and nothing else found", said)
		}
	})
	if left := docker(t, "ps", "-aq", "--filter", "label=org.chatiere.service=essai", "--filter", "ancestor=chatiere/notebook"); left != "" {
		t.Errorf("left: %s", left)
	}
}

func wholeLife(t *testing.T, folder string) {
	proof := tried(t, exitDone, folder)
	want := `provision: passed
certificate: absent
account: passed
tests: passed
third parties: passed
restart: passed
tests again: passed
second plan: passed
write: passed
backup: passed
disk: passed
destroy: passed
restore: passed
read: passed
account closed: passed
memory: passed
upgrade: passed
remove: passed
`
	if got := outcomes(proof); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(proof.Memory) != 1 || proof.Memory[0].Claimed != 32<<20 || proof.Memory[0].Seen == 0 {
		t.Errorf("memory: got %+v, want what one container was seen to hold", proof.Memory)
	}
	if proof.Disk.Images == 0 || len(proof.Images) != 1 || proof.Engine == "" {
		t.Errorf("got %+v, want image, engine and disk", proof)
	}
}
