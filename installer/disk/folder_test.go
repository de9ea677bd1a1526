package disk_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/disk"
)

func TestCopyFolder_ReplacesWhatStoodThere(t *testing.T) {
	into := filepath.Join(t.TempDir(), "modules", "kiwi")
	for _, content := range []string{"one", "two"} {
		from := fstest.MapFS{"module.hcl": {Data: []byte(content)}, "image/bin/start": {Data: []byte(content)}}
		if content == "one" {
			from["image/old"] = &fstest.MapFile{Data: []byte("old")}
		}
		if err := disk.CopyFolder(into, from); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(into, "image", "bin", "start"))
	if err != nil || string(got) != "two" {
		t.Errorf("got %q, %v, want the second content", got, err)
	}
	if _, err := os.Stat(filepath.Join(into, "image", "old")); err == nil {
		t.Error("a file of the first content is left")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(into), "*")); len(left) != 1 {
		t.Errorf("got %v, want the folder alone", left)
	}
	if info, err := os.Stat(filepath.Join(into, "module.hcl")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file for its owner only", info, err)
	}
}

// A folder that cannot be read to its end takes no place.
func TestCopyFolder_LeavesWhatStoodThereWhenItFails(t *testing.T) {
	into := filepath.Join(t.TempDir(), "kiwi")
	if err := disk.CopyFolder(into, fstest.MapFS{"module.hcl": {Data: []byte("one")}}); err != nil {
		t.Fatal(err)
	}
	broken := os.DirFS(filepath.Join(t.TempDir(), "nowhere"))
	if err := disk.CopyFolder(into, broken); err == nil {
		t.Fatal("got no error of a folder that is not there")
	}
	if got, err := os.ReadFile(filepath.Join(into, "module.hcl")); err != nil || string(got) != "one" {
		t.Errorf("got %q, %v, want what stood there", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(into), ".*")); len(left) != 0 {
		t.Errorf("got %v left, want nothing", left)
	}
}
