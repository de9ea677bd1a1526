package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts call the program by its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chatiere": main})
}

// TestScript runs testdata/script/*.txtar: what a person types and sees,
// without an engine.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		// CHATIERE_UPDATE=1 writes what was said into the scripts; the diff is
		// for reading.
		UpdateScripts: os.Getenv("CHATIERE_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TERM", "xterm")
			env.Setenv("NO_COLOR", "1")
			env.Setenv("LC_ALL", "fr_FR.UTF-8")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			// No script may touch the machine's engine.
			env.Setenv("DOCKER_HOST", "unix://"+env.WorkDir+"/no-engine.sock")
			return nil
		},
	})
}
