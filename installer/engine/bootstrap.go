package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/docker/docker/api/types/image"
)

// noDocumentation keeps documentation out of the base and of all that is
// installed on it. Licences and translations stay: the former must be passed
// on, the latter are what French-speaking visitors read.
const noDocumentation = `path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/groff/*
path-exclude /usr/share/lintian/*
`

// noServices tells packages not to start anything while an image is made.
const noServices = "#!/bin/sh\nexit 101\n"

// upgradeBase runs inside the new tree.
const upgradeBase = `set -e
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get -y upgrade
apt-get clean
find /usr/share/doc -mindepth 1 ! -type d ! -name copyright -delete
find /usr/share/doc -mindepth 1 -type d -empty -delete
rm -rf /usr/share/man/* /usr/share/info/* /usr/share/groff/* /usr/share/lintian/*
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/* /var/lib/dpkg/*-old
find /var/log -type f -delete
rm -f /etc/resolv.conf /etc/hostname
: > /etc/machine-id
`

// bootstrap makes a Debian tree with debootstrap and imports it under name.
func (e *Engine) bootstrap(ctx context.Context, suite, name string, progress func(string)) error {
	if os.Geteuid() != 0 {
		return errors.New("debootstrap needs root: run this command as root")
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		return fmt.Errorf("%w (apt-get install debootstrap)", err)
	}
	tree := filepath.Join(e.options.StatePath, "base-"+suite)
	// A killed run left half a tree.
	if err := os.RemoveAll(tree); err != nil {
		return fmt.Errorf("clear the folder for the base: %w", err)
	}
	defer os.RemoveAll(tree)
	if err := e.makeTree(ctx, tree, suite, progress); err != nil {
		return err
	}
	return e.importTree(ctx, tree, suite, name)
}

func (e *Engine) makeTree(ctx context.Context, tree, suite string, progress func(string)) error {
	from, err := readMirrors(e.options.Apt)
	if err != nil {
		return err
	}
	// The folder becomes the image's root, so anybody may enter it.
	if err := os.Mkdir(tree, 0o755); err != nil {
		return fmt.Errorf("make a folder for the base: %w", err)
	}
	progress("debootstrap " + suite)
	if err := e.runProgram(ctx, debootstrapCommand(suite, tree, from)); err != nil {
		return err
	}
	if err := prepareTree(tree, suite, from); err != nil {
		return err
	}
	progress("security updates of " + suite)
	return e.runProgram(ctx, []string{"chroot", tree, "sh", "-c", upgradeBase})
}

func debootstrapCommand(suite, tree string, from mirrors) []string {
	return []string{"debootstrap", "--variant=minbase", suite, tree, from.archive}
}

// prepareTree writes what the upgrade, and whoever builds on the base, need.
func prepareTree(tree, suite string, from mirrors) error {
	files := []struct {
		path, text string
		mode       os.FileMode
	}{
		{"etc/apt/sources.list", from.sourceList(suite), 0o644},
		{"etc/apt/apt.conf.d/90chatiere", "APT::Install-Recommends \"false\";\nAcquire::Languages \"none\";\n", 0o644},
		{"etc/dpkg/dpkg.cfg.d/90chatiere", noDocumentation, 0o644},
		{"usr/sbin/policy-rc.d", noServices, 0o755},
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(tree, file.path), []byte(file.text), file.mode); err != nil {
			return fmt.Errorf("prepare the base: %w", err)
		}
	}
	return nil
}

// importTree packs with tar, which knows everything a file can have.
func (e *Engine) importTree(ctx context.Context, tree, suite, name string) error {
	command := programCommand(ctx, []string{"tar", "--numeric-owner", "--one-file-system", "-C", tree, "-c", "."})
	last := &tail{}
	command.Stderr = last
	stream, err := command.StdoutPipe()
	if err != nil {
		return fmt.Errorf("pack the base: %w", err)
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("pack the base: %w", err)
	}
	// An archive that was cut short must not become an image of that name.
	id, err := e.importStream(ctx, "", []string{`CMD ["bash"]`, "LABEL " + labelBase + "=" + suite}, stream)
	if err = errors.Join(err, command.Wait()); err != nil {
		if id != "" {
			e.docker.ImageRemove(context.WithoutCancel(ctx), id, image.RemoveOptions{})
		}
		return &OutputError{Reason: "pack the base: " + err.Error(), Output: last.String()}
	}
	return e.docker.ImageTag(ctx, id, name)
}

// runProgram shows the program's output and keeps its last lines for the
// error. What the program mounts ends with it, so that a killed run leaves no
// mount on the machine.
func (e *Engine) runProgram(ctx context.Context, words []string) error {
	command := programCommand(ctx, append([]string{"unshare", "--mount", "--fork", "--kill-child"}, words...))
	last := &tail{}
	output := io.MultiWriter(last, e.output)
	command.Stdout, command.Stderr = output, output
	if err := command.Run(); err != nil {
		return &OutputError{Reason: fmt.Sprintf("%s: %s", words[0], err), Output: last.String()}
	}
	return nil
}

// programCommand makes the program and all that it starts end with ctx.
func programCommand(ctx context.Context, words []string) *exec.Cmd {
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 5 * time.Second
	return command
}
