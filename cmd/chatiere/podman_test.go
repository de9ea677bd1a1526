package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/locale"
)

func TestReport_PodmanIsRefusedFactByFact(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{Version: "5.4.2", Podman: true})
	_, err := engine.Open(t.Context(), engine.Options{Host: daemon.Host})
	var refused *engine.UnreachableError
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want an *UnreachableError", err)
	}
	for _, language := range []string{locale.French, locale.English} {
		printer := locale.New(language)
		var said bytes.Buffer
		a := &app{out: &said, errors: &said, printer: printer}
		if code := a.report(t.Context(), err); code != exitUnreachable {
			t.Errorf("got exit code %d, want %d", code, exitUnreachable)
		}
		for _, sentence := range append(refused.Facts, refused.Format, refused.Advice) {
			if !printer.Has(sentence) {
				t.Errorf("%s: %q is not translated", language, sentence)
			}
		}
		for _, fact := range refused.Facts {
			if line := "\n- " + printer.Say(fact) + "\n"; !strings.Contains(said.String(), line) {
				t.Errorf("%s: got\n%s\nwant %q", language, said.String(), line)
			}
		}
	}
}

func TestVersion_AnEngineThatIsRefusedIsNotSaidToBeSilent(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{Version: "4.3.1", Podman: true})
	t.Setenv("DOCKER_HOST", daemon.Host)
	a, out := spoken(t)
	if err := a.printVersion(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Podman 4.3.1") {
		t.Errorf("got\n%s\nwant the engine's name and version", out.String())
	}
}
