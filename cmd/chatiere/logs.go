package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"github.com/spf13/cobra"
)

// logsOptions are the flags of logs.
type logsOptions struct {
	name   string
	since  string
	tail   int
	follow bool
}

// logsCommand prints what the containers of a service wrote.
func (a *app) logsCommand() *cobra.Command {
	var options logsOptions
	command := &cobra.Command{
		Use:     "logs SERVICE[/" + a.printer.Sayf("CONTAINER") + "]",
		Short:   a.printer.Sayf("Print what a service wrote, also in containers that are gone"),
		Example: "  chatiere logs wiki\n  chatiere logs wiki/app --since 2h --follow\n  chatiere logs gateway --tail 100",
		Args:    a.between(1, 1),
		RunE: func(command *cobra.Command, words []string) error {
			return a.logs(command.Context(), words[0], options)
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.name, "name", "", a.printer.Sayf("`NAME` of the chaton, when its chaton.hcl is not here"))
	flags.StringVar(&options.since, "since", "", a.printer.Sayf("not before this `TIME`: 90m, 2h, 2026-11-22, 2026-11-22T18:00:00Z"))
	flags.IntVar(&options.tail, "tail", -1, a.printer.Sayf("only the last `NUMBER` of lines"))
	flags.BoolVarP(&options.follow, "follow", "f", false, a.printer.Sayf("go on with what comes, until ctrl-c"))
	return command
}

func (a *app) logs(ctx context.Context, name string, options logsOptions) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	query, err := a.logQuery(name, options)
	if err != nil {
		return err
	}
	request, slug, err := a.known(options.name)
	if err != nil {
		return err
	}
	err = installer.ReadLogs(ctx, request, slug, query, a.logLine)
	var unknown *installer.UnknownLogError
	switch {
	case query.Follow && ctx.Err() != nil:
		// Nothing was broken off: there is nothing to say.
		return outcome(exitCancelled)
	case errors.As(err, &unknown):
		return a.wrongUse(a.printer.Sayf("Nothing named %q ever wrote anything here.", unknown.Name),
			a.printer.Sayf("There are: %s", a.printer.List(unknown.Known)))
	}
	return err
}

func (a *app) logQuery(name string, options logsOptions) (installer.LogQuery, error) {
	service, container, _ := strings.Cut(name, "/")
	if service != access.SiteService && !slugPattern.MatchString(service) || container != "" && !slugPattern.MatchString(container) {
		return installer.LogQuery{}, a.wrongUse(a.printer.Sayf("%q is not the name of a service.", name),
			a.printer.Sayf("Write SERVICE or SERVICE/CONTAINER, for example %s.", "wiki/app"))
	}
	since, ok := parseSince(options.since, clock())
	if !ok {
		return installer.LogQuery{}, a.wrongUse(a.printer.Sayf("%q is no time.", options.since),
			a.printer.Sayf("Write how long ago (%s), a day (%s) or a day and an hour (%s).", "2h", "2026-11-22", "2026-11-22T18:00:00Z"))
	}
	return installer.LogQuery{Service: service, Container: container, Since: since, Tail: options.tail, Follow: options.follow}, nil
}

// parseSince reads how long ago, a day or a moment. Days and moments without a
// zone are the machine's.
func parseSince(text string, now time.Time) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), true
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(form, text, now.Location()); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// logLine prints one line, as an object of one line with --json.
func (a *app) logLine(line installer.LogLine) error {
	if a.json {
		encoder := json.NewEncoder(a.out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(line)
	}
	text := line.Text
	if line.Gap() {
		text = a.printer.Sayf("(lines are missing here: the engine threw them away before they were kept)")
	}
	_, err := fmt.Fprintf(a.out, "%s %s %s\n", line.Time.Local().Format("2006-01-02 15:04:05"), line.Container, text)
	return err
}
