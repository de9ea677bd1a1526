// Command chatiere takes a newcomer from nothing to a chaton in HTTPS with its
// declaration. It parses the command line, wires the rooms of installer/,
// prints outcomes and picks the exit code; it decides nothing else.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/schedule"
	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx)
	stop()
	os.Exit(code)
}

func run(ctx context.Context) int {
	// The probe runs in every container every few seconds: it must start
	// without building a command tree.
	if len(os.Args) > 1 && os.Args[1] == "probe" {
		return probe(ctx, os.Args[2:])
	}
	if len(os.Args) > 1 && os.Args[1] != "gateway" {
		// A command lives for seconds and holds little: on a small machine the
		// memory is worth more than the few milliseconds of collecting oftener.
		debug.SetGCPercent(75)
	}
	if len(os.Args) > 1 && os.Args[1] == "module" {
		// Reads the whole catalogue while somebody waits: nothing is collected before
		// there is much.
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(192 << 20)
	}
	a := &app{
		in: os.Stdin, out: os.Stdout, errors: os.Stderr,
		environment: os.Getenv,
		interactive: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())),
	}
	return a.run(ctx, os.Args[1:])
}

// probe is the program at /.chatiere in every container (decision 12).
func probe(ctx context.Context, arguments []string) int {
	if schedule.Handles(arguments) {
		return schedule.Main(ctx, arguments, os.Stdout, os.Stderr)
	}
	if err := engine.RunProbe(ctx, arguments); err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
		return 1
	}
	return 0
}
