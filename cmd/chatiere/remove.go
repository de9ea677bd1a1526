package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// removeCommand takes one service out of chaton.hcl. What runs is left to apply.
func (a *app) removeCommand() *cobra.Command {
	yes := false
	command := &cobra.Command{
		Use:     "remove " + a.printer.Sayf("SERVICE"),
		Short:   a.printer.Sayf("Take one service out of chaton.hcl; its data is kept"),
		Example: "  chatiere remove wiki",
		Args:    a.oneService,
		RunE: func(command *cobra.Command, arguments []string) error {
			return a.remove(command.Context(), arguments[0], yes)
		},
	}
	command.Flags().BoolVar(&yes, "yes", false, a.printer.Sayf("do not ask"))
	return command
}

// oneService wants the name of a service and nothing more.
func (a *app) oneService(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return a.wrongUse(a.printer.Sayf("%s wants the name of a service.", command.CommandPath()),
			a.printer.Sayf("Write it as in chaton.hcl: %s", command.CommandPath()+" wiki"))
	}
	return a.noArguments(command, arguments[1:])
}

func (a *app) remove(ctx context.Context, service string, yes bool) error {
	file, err := a.loadFile()
	if err != nil {
		return err
	}
	source, cut, found := file.Retire(service)
	if !found {
		return a.unknownService(file, service)
	}
	if users := file.UsersOf(service); len(users) > 0 {
		return a.wrongUse(a.printer.Sayf("%s uses %s: nothing was changed.", a.printer.List(users), service),
			a.printer.Sayf("Take %s out of the uses of %s first, or remove that too.", service, users[0]))
	}
	a.showCut(string(file.Source[cut.Start.Byte:cut.End.Byte]), cut.Start.Line, cut.End.Line)
	if !yes {
		if err := a.confirm(ctx, a.printer.Sayf("Take these lines out of chaton.hcl?"), "--yes"); err != nil {
			return err
		}
	}
	if err := a.rewrite(a.path(), file.Source, source); err != nil {
		return err
	}
	return a.removed(file, service)
}

// loadFile reads chaton.hcl alone: a service whose module is gone can be
// removed too.
func (a *app) loadFile() (*site.File, error) {
	source, err := os.ReadFile(a.path())
	if err != nil {
		return nil, a.noFile(err)
	}
	file, wrong := site.Load(a.path(), source)
	if wrong.HasErrors() {
		return nil, &installer.DiagnosticsError{Diagnostics: wrong}
	}
	return file, nil
}

func (a *app) unknownService(file *site.File, service string) error {
	names := file.ServiceNames()
	advice := a.printer.Sayf("chaton.hcl has no service.")
	if near := catalog.Nearest(service, names); near != "" {
		advice = a.printer.Sayf("Did you mean %q?", near)
	} else if len(names) > 0 {
		advice = a.printer.Sayf("Its services: %s.", a.printer.List(names))
	}
	return a.wrongUse(a.printer.Sayf("There is no service %q in chaton.hcl.", service), advice)
}

// showCut shows what goes, as a diff does; who listens is told the lines only.
func (a *app) showCut(text string, first, last int) {
	if a.json {
		return
	}
	if a.listened() {
		a.result(a.printer.Sayf("Out of chaton.hcl: lines %s to %s.", strconv.Itoa(first), strconv.Itoa(last)))
		return
	}
	for _, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		a.result("- " + strings.TrimRight(line, "\r"))
	}
}

// rewrite replaces a file of the operator's, behind a symbolic link too, unless
// somebody changed it while the question stood.
func (a *app) rewrite(path string, old, new []byte) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return a.unreadable(path, err)
	}
	now, err := os.ReadFile(target)
	if err != nil {
		return a.unreadable(path, err)
	}
	if string(now) != string(old) {
		return &adviceError{
			said:   a.printer.Sayf("%s changed meanwhile: nothing was written.", path),
			advice: a.printer.Sayf("Run the same command again."),
			code:   exitFailed,
		}
	}
	info, err := os.Stat(target)
	if err != nil {
		return a.unreadable(path, err)
	}
	if err := disk.Replace(target, new, info.Mode().Perm()); err != nil {
		return fmt.Errorf("take a service out: %w", err)
	}
	return nil
}

// removedJSON is what `remove --json` prints. Its keys are part of the
// interface.
type removedJSON struct {
	Service string   `json:"service"`
	File    string   `json:"file"`
	Kept    []string `json:"kept"`              // what stays of it: "volumes", "secrets", "certificates"
	Next    string   `json:"next"`              // the command that stops it
	Destroy string   `json:"destroy,omitempty"` // the command that destroys what is kept
}

func (a *app) removed(file *site.File, service string) error {
	kept := removedJSON{Service: service, File: a.absolute(a.path()), Kept: []string{}, Next: "chatiere apply"}
	if !isExternal(file, service) {
		kept.Kept, kept.Destroy = []string{"volumes", "secrets", "certificates"}, "chatiere destroy --data "+service
	}
	if a.json {
		return a.resultJSON(kept)
	}
	a.result(a.printer.Sayf("%s is out of chaton.hcl.", service))
	if kept.Destroy != "" {
		a.result(a.printer.Sayf("Its volumes, secrets and certificates are kept: written there again, it takes them up."))
	}
	a.result(a.printer.Sayf("To see what stops, then stop it: %s", "chatiere plan, chatiere apply"))
	if kept.Destroy != "" {
		a.result(a.printer.Sayf("To destroy its data afterwards: %s", kept.Destroy))
	}
	return nil
}

func isExternal(file *site.File, service string) bool {
	for _, block := range file.Services {
		if block.Name == service {
			return block.External != nil
		}
	}
	return false
}
