package schedule

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
)

// zoneFile stands beside the probe program.
const zoneFile = "localtime"

// Main is `chatiere probe job|schedule|scheduled`: it runs a command once and
// ends as the command does, runs it at its times until it is stopped, or prints
// the Report of the scheduler in this container. The command writes to out and errs.
func Main(ctx context.Context, arguments []string, out, errs *os.File) (code int) {
	to := streams{out, errs}
	if arguments[0] == Asking()[0] {
		if err := ask(ctx, address, out); err != nil {
			return complain(errs, err)
		}
		return 0
	}
	job, err := parse(arguments)
	if err != nil {
		return complain(errs, err)
	}
	if arguments[0] == "job" {
		ended := job.run(ctx, to)
		if ended.problem != "" {
			fmt.Fprintf(errs, "chatiere: the job failed: %s\n", ended.problem)
		}
		return ended.code
	}
	if err := keep(ctx, job, to); err != nil {
		return complain(errs, err)
	}
	return 0
}

func complain(output io.Writer, err error) int {
	fmt.Fprintln(output, err)
	return 1
}

// keep schedules the job until ctx ends.
func keep(ctx context.Context, job Job, to streams) error {
	rhythm, err := NewRhythm(job.Every, job.Offset, Zone(filepath.Join(filepath.Dir(os.Args[0]), zoneFile)))
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", address)
	if err != nil {
		return fmt.Errorf("probe: another scheduler is at work here: %w", err)
	}
	(&scheduler{job: job, rhythm: rhythm, to: to, board: &board{}}).run(ctx, listener)
	return nil
}
