package main

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"github.com/spf13/cobra"
)

// release is the kit's version; CHANGELOG.md says what it holds.
const release = "0.1.0"

// built is what the program knows of itself.
type built struct{ number, commit string }

func version() built {
	v := built{number: release, commit: "-"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			v.commit = setting.Value[:min(12, len(setting.Value))]
		}
	}
	return v
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   a.printer.Sayf("Print the version, the commit and the engine's API"),
		Example: "  chatiere version",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.printVersion(command.Context()) },
	}
}

// versionJSON is what `version --json` prints.
type versionJSON struct {
	Version   string `json:"version"`
	Commit    string `json:"commit"`
	Engine    string `json:"engine,omitempty"`
	EngineAPI string `json:"engine_api,omitempty"`
}

// printVersion never fails for want of an engine: it is what one sends with a
// report that the engine does not answer.
func (a *app) printVersion(ctx context.Context) error {
	own := version()
	facts, err := engineFacts(ctx)
	if a.json {
		return a.resultJSON(versionJSON{Version: own.number, Commit: own.commit, Engine: facts.Engine, EngineAPI: facts.API})
	}
	a.result("chatiere " + own.number + " (" + own.commit + ")")
	var refused *engine.UnreachableError
	if errors.As(err, &refused) && refused.Unwrap() == nil { // it answered
		a.result(a.sentence(refused))
		return nil
	}
	if facts.API == "" {
		a.result(a.printer.Sayf("container engine: none answers"))
		return nil
	}
	a.result(a.printer.Sayf("container engine: %s, API %s", facts.Engine, facts.API))
	return nil
}

func engineFacts(ctx context.Context) (engine.Facts, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	opened, err := engine.Open(ctx, engine.Options{})
	if err != nil {
		return engine.Facts{}, err
	}
	defer opened.Close()
	return opened.Info(ctx)
}
