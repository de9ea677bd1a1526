package installer

import (
	"os"
	"path/filepath"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestOwnImage_FollowsTheProgram(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copied, plain, other := filepath.Join(folder, "copied"), filepath.Join(folder, "plain"), filepath.Join(folder, "other")
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{copied: program, plain: []byte("one"), other: []byte("two")} {
		if err := os.WriteFile(path, content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := nameOf(t, copied), nameOf(t, self); got != want || len(got) != len(site.OwnImage)+13 {
		t.Errorf("a copy: got %q, want %q", got, want)
	}
	if buildNote(self) == nil {
		t.Error("got no note of the linker, want one: each plan would read the whole program")
	}
	if nameOf(t, plain) == nameOf(t, other) {
		t.Errorf("two programs without a note: got %q for both", nameOf(t, plain))
	}
}

func nameOf(t *testing.T, binary string) string {
	t.Helper()
	image, err := ownImage(binary)
	if err != nil {
		t.Fatal(err)
	}
	return image.Reference
}
