// Package source reads modules out of one commit of a git repository, and runs
// nothing of it.
//
// No work tree is ever made: the commit's files are read as git stores them, so
// that no hook, filter, submodule, large-file server or attribute of a stranger
// has a say. The program git is called with no configuration but ours.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Repository is where modules are fetched from, and what to read of it.
type Repository struct {
	URL      string // https://, ssh:// or file://
	Revision string // a full commit
}

// patience is how long a fetch may take: modules are texts of some kilobytes.
const patience = 2 * time.Minute

// Error says why a repository could not be read.
type Error struct {
	Repository Repository
	Said       string // by git
}

// Error is one English line.
func (e *Error) Error() string {
	return fmt.Sprintf("read %s at %s: %s", e.Repository.URL, e.Repository.Revision, e.Said)
}

// Fetch reads the modules of a commit into memory: every top folder that holds
// an .hcl file, and nothing else of the repository. What it wrote meanwhile is
// gone when it returns.
func Fetch(ctx context.Context, repository Repository) (fs.FS, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, repository.failed("the program git is not installed (apt install git)")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	folder, err := os.MkdirTemp("", "chatiere-source-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	clone := &clone{ctx: ctx, folder: folder, of: repository}
	if err := clone.fetch(); err != nil {
		return nil, err
	}
	files, err := clone.list()
	if err != nil {
		return nil, err
	}
	return clone.read(files)
}

func (r Repository) failed(said string) error { return &Error{Repository: r, Said: said} }

// clone is the bare repository that a commit is fetched into.
type clone struct {
	ctx    context.Context
	folder string
	of     Repository
}

// fetch asks for the one commit, without its history.
func (c *clone) fetch() error {
	if _, err := c.git("init", "--quiet", "--bare", "--template=", c.folder); err != nil {
		return err
	}
	if _, err := c.git("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
		"--end-of-options", c.of.URL, c.of.Revision); err != nil {
		return err
	}
	// A tag's own hash would name something that leads elsewhere.
	kind, err := c.git("cat-file", "-t", c.of.Revision)
	if err == nil && strings.TrimSpace(string(kind)) != "commit" {
		err = c.of.failed("this hash is not that of a commit")
	}
	return err
}

// git runs the program on the bare repository and gives what it wrote.
func (c *clone) git(arguments ...string) ([]byte, error) {
	return c.output(c.command(arguments...))
}

func (c *clone) output(command *exec.Cmd) ([]byte, error) {
	output, err := command.Output()
	if err == nil {
		return output, nil
	}
	if c.ctx.Err() != nil {
		return nil, c.of.failed(c.ctx.Err().Error())
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, c.of.failed(reason(exit))
	}
	return nil, c.of.failed(err.Error())
}

// reason is what git complains of first, or how it was ended: by the bound on
// what it may write, say.
func reason(exit *exec.ExitError) string {
	if strings.Contains(string(exit.Stderr), "invalid index-pack output") {
		return fmt.Sprintf("it is larger than %d MiB, or what it sent cannot be read", writtenLimit>>20)
	}
	for line := range strings.Lines(string(exit.Stderr)) {
		for _, word := range []string{"fatal: ", "error: "} {
			if said, complains := strings.CutPrefix(strings.TrimSpace(line), word); complains {
				return said
			}
		}
	}
	return strings.TrimSpace(exit.Error() + " " + string(exit.Stderr))
}
