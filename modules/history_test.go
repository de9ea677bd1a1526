package modules_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/modules"
)

// TestHistory_EachVersionIsOneContent fails where a module that ships changed
// without a new version: whoever has that version installed would never be
// offered the change (decision 16). HISTORY has one line for each version there
// ever was; for a new one:
//
//	CHATIERE_UPDATE=1 go test ./modules -run TestHistory
func TestHistory_EachVersionIsOneContent(t *testing.T) {
	history := readHistory(t)
	for _, name := range shipped(t) {
		version, hash := contentOf(t, name)
		known, written := history[name+" "+version]
		switch {
		case !written && os.Getenv("CHATIERE_UPDATE") == "1":
			history[name+" "+version] = hash
		case !written:
			t.Errorf("%s %s is not in modules/HISTORY: CHATIERE_UPDATE=1 go test ./modules -run TestHistory", name, version)
		case known != hash:
			t.Errorf("%s changed and is still version %s: give it a new one in its module.hcl and its CHANGELOG.md, then CHATIERE_UPDATE=1 go test ./modules -run TestHistory", name, version)
		}
	}
	if os.Getenv("CHATIERE_UPDATE") == "1" {
		writeHistory(t, history)
	}
}

// readHistory gives the hash of each "name version"; no line of the file says
// two.
func readHistory(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("HISTORY")
	if err != nil {
		t.Fatal(err)
	}
	history := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != 3 || history[fields[0]+" "+fields[1]] != "" {
			t.Fatalf("HISTORY: got %q, want one name, version and hash, once", line)
		}
		history[fields[0]+" "+fields[1]] = fields[2]
	}
	return history
}

func writeHistory(t testing.TB, history map[string]string) {
	t.Helper()
	var lines []string
	for edition, hash := range history {
		lines = append(lines, edition+" "+hash+"\n")
	}
	slices.Sort(lines)
	text := "# Every version of every module that ever shipped: name, version, hash of its content.\n" + strings.Join(lines, "")
	if err := os.WriteFile("HISTORY", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func contentOf(t testing.TB, name string) (version, hash string) {
	t.Helper()
	folder, err := fs.Sub(modules.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	if hash, err = catalog.Hash(folder); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	declared := regexp.MustCompile(`(?m)^  version += "([^"]+)"`).FindStringSubmatch(read(t, name+"/module.hcl"))
	if declared == nil {
		t.Fatalf("%s/module.hcl: no version", name)
	}
	return declared[1], hash
}
