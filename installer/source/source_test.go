package source

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFetch_GivesTheModulesOfTheCommit(t *testing.T) {
	r := newRepository(t)
	r.write("kiwi/module.hcl", "one")
	r.write("kiwi/image/bin/start", "#!/bin/sh\n")
	r.write("README.md", "no module")
	r.write("notes/text.md", "no module either")
	revision := r.commit()
	r.write("kiwi/module.hcl", "two")
	r.commit()
	modules, err := Fetch(t.Context(), Repository{URL: "file://" + r.folder, Revision: revision})
	if err != nil {
		t.Fatal(err)
	}
	got := contents(t, modules)
	want := map[string]string{"kiwi/module.hcl": "one", "kiwi/image/bin/start": "#!/bin/sh\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestFetch_LeavesNothingBehind(t *testing.T) {
	r := newRepository(t)
	r.write("kiwi/module.hcl", "one")
	revision := r.commit()
	t.Setenv("TMPDIR", t.TempDir())
	if _, err := Fetch(t.Context(), Repository{URL: "file://" + r.folder, Revision: revision}); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) > 0 {
		t.Errorf("got %v left, want nothing", left)
	}
}

// Whatever the repository asks for, and whatever the machine's own
// configuration would do with it, no program runs.
func TestFetch_RunsNothingOfTheRepository(t *testing.T) {
	r := newRepository(t)
	ran := filepath.Join(t.TempDir(), "ran")
	r.write("kiwi/module.hcl", "one")
	r.write("kiwi/.gitattributes", "*.hcl filter=evil text eol=crlf export-subst\n")
	r.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% "+ran+"\n")
	revision := r.commit()
	config := filepath.Join(t.TempDir(), "config")
	text := "[filter \"evil\"]\n\tsmudge = touch " + ran + "\n[core]\n\tfsmonitor = touch " + ran + "\n[protocol \"ext\"]\n\tallow = always\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	modules, err := Fetch(t.Context(), Repository{URL: "file://" + r.folder, Revision: revision})
	if err != nil {
		t.Fatal(err)
	}
	if got := contents(t, modules)["kiwi/module.hcl"]; got != "one" {
		t.Errorf("got %q, want the file as it was committed", got)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of the repository ran")
	}
	for _, address := range []string{"ext::sh -c touch% " + ran, "fd::17", "--upload-pack=touch " + ran, "git://127.0.0.1/x"} {
		if _, err := Fetch(t.Context(), Repository{URL: address, Revision: revision}); err == nil {
			t.Errorf("%s: got no error", address)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of an address ran")
	}
}

func TestFetch_RefusesWhatNoModuleHolds(t *testing.T) {
	for name, c := range map[string]struct {
		make func(r *repository)
		said string
	}{
		"a symbolic link": {func(r *repository) { r.link("kiwi/secret", "/etc/passwd") }, "kiwi/secret is not a regular file"},
		"a submodule": {func(r *repository) {
			r.git("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",kiwi/sub")
		}, "kiwi/sub is not a regular file"},
		"more than it may": {func(r *repository) { r.write("kiwi/big", strings.Repeat("\x00", bytesLimit)) }, "more than 64 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepository(t)
			r.write("kiwi/module.hcl", "one")
			c.make(r)
			refused(t, Repository{URL: "file://" + r.folder, Revision: r.commit()}, c.said)
		})
	}
}

func TestFetch_RefusesWhatIsNoCommitWithModules(t *testing.T) {
	r := newRepository(t)
	r.write("README.md", "nothing here")
	empty := r.commit()
	address := "file://" + r.folder
	refused(t, Repository{URL: address, Revision: empty}, "it holds no module")
	refused(t, Repository{URL: address, Revision: strings.Repeat("0", 39) + "1"}, "not our ref")
	refused(t, Repository{URL: address, Revision: r.git("rev-parse", "HEAD^{tree}")}, "not that of a commit")
	refused(t, Repository{URL: "file:///nowhere/at/all", Revision: empty}, "does not appear to be a git repository")
}

func refused(t testing.TB, repository Repository, said string) {
	t.Helper()
	_, err := Fetch(t.Context(), repository)
	var failed *Error
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), said) {
		t.Errorf("got %v, want %q", err, said)
	}
}

func contents(t testing.TB, modules fs.FS) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(modules, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(modules, name)
		found[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// repository is a git repository on this machine.
type repository struct {
	t      testing.TB
	folder string
}

func newRepository(t testing.TB) *repository {
	t.Helper()
	r := &repository{t: t, folder: t.TempDir()}
	r.git("init", "--quiet", "--initial-branch=main")
	return r
}

func (r *repository) git(arguments ...string) string {
	r.t.Helper()
	command := exec.Command("git", arguments...)
	command.Dir = r.folder
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b.example",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b.example")
	output, err := command.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", arguments, err, output)
	}
	return strings.TrimSpace(string(output))
}

func (r *repository) write(name, content string) {
	r.t.Helper()
	path := filepath.Join(r.folder, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		r.t.Fatal(err)
	}
	r.git("add", name)
}

func (r *repository) link(name, target string) {
	r.t.Helper()
	if err := os.Symlink(target, filepath.Join(r.folder, name)); err != nil {
		r.t.Fatal(err)
	}
	r.git("add", name)
}

func (r *repository) commit() string {
	r.t.Helper()
	r.git("commit", "--quiet", "-m", "a change")
	return r.git("rev-parse", "HEAD")
}
