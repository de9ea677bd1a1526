package main

import (
	"os"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

// TestKeeping_ASourceIsAskedOnceForEachRevision installs from a git repository
// of this machine, which is away afterwards.
func TestKeeping_ASourceIsAskedOnceForEachRevision(t *testing.T) {
	c := newFake(t)
	c.shelf = t.TempDir()
	c.offer("pulled", "1.0.0")
	repository := newGitRepository(t, c.shelf)
	first := repository.commit()
	c.offer("pulled", "1.1.0")
	second := repository.commit()
	c.shelf = t.TempDir()
	c.write(sourceBlock(repository.folder, first))

	if got := c.expect(exitDone, "check"); !strings.Contains(got.err, `The source "associatif" is not here yet`) {
		t.Errorf("check: got\n%s\nwant that the source was not looked at", got.err)
	}
	planned := c.expect(exitPending, "plan").out
	if !strings.Contains(planned, "keep the modules of source associatif@"+first[:12]) {
		t.Errorf("plan: got\n%s\nwant the source", planned)
	}
	if _, err := os.Stat(c.state()); err == nil {
		t.Error("plan wrote the state folder")
	}
	c.expect(exitDone, "apply", "--yes")
	repository.away(func() { repositoryAway(t, c, sourceBlock(repository.folder, second)) })
	anotherRevision(t, c, second)
}

// repositoryAway asks for nothing that was brought here before.
func repositoryAway(t *testing.T, c *fakeChaton, another string) {
	c.expect(exitDone, "plan")
	c.expect(exitDone, "check")
	c.write(another)
	if got := c.expect(exitUsage, "plan").err; !strings.Contains(got, `The source "associatif" cannot be read`) {
		t.Errorf("another revision, repository away: got\n%s", got)
	}
}

// anotherRevision offers another module, and moves none.
func anotherRevision(t *testing.T, c *fakeChaton, second string) {
	moved := c.expect(exitPending, "plan").out
	for _, said := range []string{"source associatif@" + second[:12], "liens: module 1.0.0 kept, 1.1.0 available (chatiere upgrade liens)"} {
		if !strings.Contains(moved, said) {
			t.Errorf("another revision: got\n%s\nwant %q", moved, said)
		}
	}
	if strings.Contains(moved, "container") {
		t.Errorf("another revision replaces something:\n%s", moved)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if got := c.environment("liens"); strings.Contains(got, "NEWER") {
		t.Errorf("got environment %s, want the kept module's", got)
	}
	lock, wrong := site.ParseLock("chaton.lock.hcl", []byte(c.read(c.lockFile())))
	if wrong.HasErrors() || len(lock.Sources) != 1 || lock.Sources[0].Revision != second {
		t.Errorf("got sources %+v (%v), want the second revision", lock.Sources, wrong)
	}
}

func sourceBlock(repository, revision string) string {
	return "\nsource \"associatif\" {\n  git      = \"file://" + repository + "\"\n  revision = \"" + revision + "\"\n}\n" +
		strings.Replace(keptService, `"pulled"`, `"associatif/pulled"`, 1)
}
