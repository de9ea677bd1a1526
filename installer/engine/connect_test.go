package engine

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
)

func TestF13_OpenAgreesOnAVersionOrSaysBoth(t *testing.T) {
	cases := []struct {
		name   string
		daemon enginetest.Options
		api    string // agreed on
		reason string // refused
		advice string
	}{
		{name: "old", daemon: enginetest.Options{Version: "1.12.6", API: "1.24"},
			reason: "version 1.12.6, speaks API 1.24; chatiere needs 1.41 or newer", advice: "Upgrade the engine"},
		{name: "Debian 12", daemon: enginetest.Options{API: "1.41"}, api: "1.41"},
		{name: "newer than us", daemon: enginetest.Options{Version: "29.0.0", API: "1.52", MinAPI: "1.44"}, api: "1.51"},
		{name: "too new", daemon: enginetest.Options{Version: "33.0.0", API: "1.60", MinAPI: "1.52"},
			reason: "speaks API 1.60 and no longer 1.51", advice: "Upgrade chatiere"},
		{name: "Podman", daemon: enginetest.Options{Version: "4.3.1", API: "1.41", Podman: true},
			reason: "Podman 4.3.1 (API 1.41)", advice: "apt-get install docker.io"},
		{name: "rootless", daemon: enginetest.Options{Rootless: true}, reason: "is rootless", advice: "as root"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			daemon := enginetest.Start(t, c.daemon)
			engine, err := Open(t.Context(), Options{Host: daemon.Host})
			if c.reason != "" {
				wantUnreachable(t, err, c.reason, c.advice)
				return
			}
			must(t, err)
			defer engine.Close()
			_, api, err := engine.Version(t.Context())
			must(t, err)
			if api != c.api {
				t.Errorf("API: got %s, want %s", api, c.api)
			}
		})
	}
}

func TestOpen_NobodyAnswers(t *testing.T) {
	_, err := Open(t.Context(), Options{Host: "unix://" + filepath.Join(t.TempDir(), "none.sock")})
	wantUnreachable(t, err, "No container engine answers", "apt-get install docker.io")
}

func TestOpen_EnvironmentNamesTheEngine(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	t.Setenv("DOCKER_HOST", daemon.Host)
	engine, err := Open(t.Context(), Options{})
	must(t, err)
	defer engine.Close()
	if facts, err := engine.Info(t.Context()); err != nil || facts.Engine != "20.10.24" || facts.CPUs != 2 {
		t.Errorf("got %+v, %v", facts, err)
	}
}

func wantUnreachable(t *testing.T, err error, reason, advice string) {
	t.Helper()
	var unreachable *UnreachableError
	if !errors.As(err, &unreachable) {
		t.Fatalf("got %v, want an *UnreachableError", err)
	}
	if text := err.Error(); !strings.Contains(text, reason) || strings.Contains(text, "\n") {
		t.Errorf("got %q, want one line with %q", text, reason)
	}
	if !strings.Contains(unreachable.Hint(), advice) {
		t.Errorf("hint: got %q, want %q in it", unreachable.Hint(), advice)
	}
}
