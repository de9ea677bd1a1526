package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// offer puts a module of testdata/faults at that version on the shelf; another
// version than the first says so in its container.
func (c *fakeChaton) offer(name, version string) {
	c.t.Helper()
	text := c.read(filepath.Join("testdata/faults", name, "module.hcl"))
	text = strings.Replace(text, `version  = "1.0.0"`, `version  = "`+version+`"`, 1)
	if version != "1.0.0" {
		text = strings.Replace(text, "    WORD = var.word\n", "    WORD = var.word\n    NEWER = \""+version+"\"\n", 1)
	}
	folder := filepath.Join(c.shelf, name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "module.hcl"), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *fakeChaton) read(path string) string {
	c.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// editions lists the copies of modules in the state folder.
func (c *fakeChaton) editions() []string {
	c.t.Helper()
	entries, err := os.ReadDir(filepath.Join(c.state(), "modules"))
	if err != nil {
		c.t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// environment is what the one container of a service was made with.
func (c *fakeChaton) environment(service string) string {
	c.t.Helper()
	for _, container := range c.daemon.Containers {
		if container.Labels["org.chatiere.service"] == service && container.State == "running" {
			return strings.Join(strings.Fields(strings.Trim(cmp.Diff(nil, container.Body["Env"]), "\n")), " ")
		}
	}
	c.t.Fatalf("no container of %s runs", service)
	return ""
}

// gitRepository is a repository of modules on this machine.
type gitRepository struct {
	t      *testing.T
	folder string
}

func newGitRepository(t *testing.T, folder string) gitRepository {
	t.Helper()
	r := gitRepository{t, folder}
	r.git("init", "--quiet")
	return r
}

func (r gitRepository) git(arguments ...string) string {
	r.t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b.example"}, arguments...)...)
	command.Dir = r.folder
	output, err := command.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", arguments, err, output)
	}
	return string(bytes.TrimSpace(output))
}

func (r gitRepository) commit() string {
	r.t.Helper()
	r.git("add", ".")
	r.git("commit", "--quiet", "-m", "a change")
	return r.git("rev-parse", "HEAD")
}

// away is a time when nobody can read the repository.
func (r gitRepository) away(meanwhile func()) {
	r.t.Helper()
	if err := os.Rename(r.folder, r.folder+".away"); err != nil {
		r.t.Fatal(err)
	}
	meanwhile()
	if err := os.Rename(r.folder+".away", r.folder); err != nil {
		r.t.Fatal(err)
	}
}
