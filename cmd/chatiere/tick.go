package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// tickOptions are the flags of tick.
type tickOptions struct {
	name  string
	loop  bool
	every time.Duration
}

// tickCommand does what is due; a timer calls it.
func (a *app) tickCommand() *cobra.Command {
	var options tickOptions
	command := &cobra.Command{
		Use:     "tick",
		Short:   a.printer.Sayf("Do what is due and nothing else (apply has it called every 10 minutes)"),
		Example: "  chatiere tick\n  chatiere tick --name demo",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.tick(command.Context(), options) },
	}
	flags := command.Flags()
	flags.StringVar(&options.name, "name", "", a.printer.Sayf("`NAME` of the chaton, when its chaton.hcl is not here"))
	flags.BoolVar(&options.loop, "loop", false, a.printer.Sayf("go on every 10 minutes, where there is no systemd"))
	flags.DurationVar(&options.every, "every", 10*time.Minute, "")
	_ = flags.MarkHidden("every") // for tests: nobody wants another pace
	return command
}

func (a *app) tick(ctx context.Context, options tickOptions) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	request, slug, err := a.known(options.name)
	if err != nil {
		return err
	}
	if options.loop {
		return a.loop(ctx, request.State, slug, options.every)
	}
	ticked, err := installer.Tick(ctx, request, installer.Clockwork{
		Slug:         slug,
		Installation: func(source []byte) (installer.Request, error) { return a.installation(slug, source) },
	})
	var locked *installer.LockedError
	switch {
	case errors.As(err, &locked):
		return a.tickLater(locked.Holder)
	case err != nil:
		return err
	}
	return a.printTicked(ticked)
}

// installation reads chaton.hcl, or the given source as if it stood there, and
// refuses another chaton's.
func (a *app) installation(slug string, source []byte) (installer.Request, error) {
	load := func() (*catalog.Catalog, *site.File, error) { return a.loadFrom(source) }
	if source == nil {
		load = a.load
	}
	loaded, file, err := load()
	if err != nil {
		return installer.Request{}, err
	}
	if file.Slug != slug {
		return installer.Request{}, a.wrongUse(a.printer.Sayf("%s is the chaton %s, and not %s.", a.absolute(a.path()), file.Slug, slug),
			a.printer.Sayf("Name the right folder with --chdir."))
	}
	return a.requestOf(loaded, file)
}

// tickLater is no failure: what was due still is when the timer calls again,
// and a timer that failed at every long apply would cry wolf.
func (a *app) tickLater(holder installer.Holder) error {
	if a.json {
		return a.resultJSON(struct {
			Tasks []installer.Done `json:"tasks"`
			Busy  installer.Holder `json:"busy"`
		}{[]installer.Done{}, holder})
	}
	a.result(a.printer.Sayf("Another run is at work: %s, by %s, since %s. What is due is left to the next time.",
		holder.Command, holder.User, holder.Since.Format("15:04")))
	return nil
}

// printTicked lists what was done. A task that failed makes the unit of the
// timer fail too: whoever looks at the machine's units sees it.
func (a *app) printTicked(ticked installer.Ticked) error {
	if a.json {
		if err := a.resultJSON(ticked); err != nil {
			return err
		}
	}
	failed := false
	for _, done := range ticked.Tasks {
		line := a.printer.Sayf("%s: %s", done.Task, a.printer.Sayf("done"))
		if done.Err != nil {
			failed = true
			line = a.printer.Sayf("%s: %s", done.Task, a.sentence(done.Err))
		}
		if !a.json {
			a.result(line)
		}
	}
	if failed {
		return outcome(exitFailed)
	}
	return nil
}

// loop calls this program anew each time: an upgrade of it counts at once, and
// nothing that a tick takes stays taken.
func (a *app) loop(ctx context.Context, state installer.State, slug string, every time.Duration) error {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	timer := a.timer(binary, slug)
	return installer.Loop(ctx, state, timer.Loop(), every, func(ctx context.Context) {
		command := exec.CommandContext(ctx, timer.Command[0], timer.Command[1:]...)
		command.Stdout, command.Stderr = a.out, a.errors
		command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
		command.WaitDelay = 10 * time.Second
		var ended *exec.ExitError // it has said why by itself
		if err := command.Run(); err != nil && !errors.As(err, &ended) {
			a.say(a.printer.Sayf("Error: %s", err.Error()))
		}
	})
}

// systemUnits is the folder of the units that a machine's own administrator
// adds.
const systemUnits = "/etc/systemd/system"

// timer describes what calls tick on this machine.
func (a *app) timer(binary, slug string) installer.Timer {
	timer := installer.Timer{
		Slug: slug, Units: systemUnits, Systemctl: systemctl(), Host: a.environment("DOCKER_HOST"),
		Command: []string{binary, "tick", "--name", slug, "--chdir", a.absolute(a.folder), "--state", a.stateFolder(slug)},
	}
	if a.modules != "" {
		timer.Command = append(timer.Command, "--modules", a.absolute(a.modules))
	}
	return timer
}

// systemctl is systemd's program where systemd runs this machine, which it says
// by a folder (sd_booted(3)); else "".
func systemctl() string {
	if booted, err := os.Lstat("/run/systemd/system"); err != nil || !booted.IsDir() {
		return ""
	}
	path, err := exec.LookPath("systemctl")
	if err != nil {
		return ""
	}
	return path
}

// timerOperation says an operation on what calls tick.
func (a *app) timerOperation(o plan.Operation) string {
	say := a.printer.Sayf
	switch {
	case o.Kind == plan.TimerWrite && o.Target == installer.LoopTarget:
		return say("start %s: what is due, every 10 minutes, until this machine stops (it has no systemd)", o.Target)
	case o.Kind == plan.TimerWrite:
		return say("install %s: what is due, every 10 minutes", o.Target)
	case o.Kind == plan.TimerRemove:
		return say("end %s", o.Target)
	}
	return a.dataOperation(o)
}
