// Package schedule runs the command of a job as the first process of its
// container: once, or at its times until the container is stopped. It is the
// part of the probe program that goes on when chatiere is gone: it needs no
// socket of the engine, no shell and no writable folder.
package schedule

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// DefaultTimeout is design/modules.md's, for a job that says none.
const DefaultTimeout = 5 * time.Minute

// Job is one command and when it runs.
type Job struct {
	Every   string        // "5m", "daily", "weekly"; "" runs it once, at once
	Offset  time.Duration // where in its period a regular one falls, see Rhythm
	Timeout time.Duration // after which the command is ended
	Stdin   string        // path of what it reads; "" for nothing
	Command []string
}

// Arguments are those of `chatiere probe` that Main reads back.
func (j Job) Arguments() []string {
	arguments := []string{"job", "--timeout", j.Timeout.String()}
	if j.Every != "" {
		arguments = []string{"schedule", "--every", j.Every, "--offset", j.Offset.String(), "--timeout", j.Timeout.String()}
	}
	if j.Stdin != "" {
		arguments = append(arguments, "--stdin", j.Stdin)
	}
	return append(append(arguments, "--"), j.Command...)
}

// Asking are the arguments of `chatiere probe` that print the Report of the
// scheduler in the same container.
func Asking() []string { return []string{"scheduled"} }

// Handles says whether the arguments of `chatiere probe` are for Main.
func Handles(arguments []string) bool {
	if len(arguments) == 0 {
		return false
	}
	return arguments[0] == "job" || arguments[0] == "schedule" || arguments[0] == "scheduled"
}

func parse(arguments []string) (Job, error) {
	var job Job
	flags := flag.NewFlagSet("probe", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&job.Every, "every", "", "")
	flags.DurationVar(&job.Offset, "offset", 0, "")
	flags.DurationVar(&job.Timeout, "timeout", DefaultTimeout, "")
	flags.StringVar(&job.Stdin, "stdin", "", "")
	if err := flags.Parse(arguments[1:]); err != nil {
		return Job{}, fmt.Errorf("probe: %w", err)
	}
	job.Command = flags.Args()
	switch {
	case len(job.Command) == 0:
		return Job{}, errors.New("probe: no command to run; write it after --")
	case job.Timeout <= 0:
		return Job{}, fmt.Errorf("probe: --timeout is above zero, got %s", job.Timeout)
	}
	return job, nil
}
