package installer

import (
	"os"
	"path/filepath"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestKeepUnreplaced_WhatWasNotReplacedKeepsItsDefinition(t *testing.T) {
	applied, reached := wiki(), wiki()
	reached.Services[0].Containers[0].Spec, reached.Services[0].Containers[1].Spec = "db-2", "app-2"
	have := plan.Observed{Containers: []plan.Container{
		{Service: "wiki", Container: "db", Spec: "db-1"},
		{Service: "wiki", Container: "app", Spec: "app-2"},
	}}
	keepUnreplaced(reached, applied, have)
	got := []string{reached.Services[0].Containers[0].Spec, reached.Services[0].Containers[1].Spec}
	if diff := cmp.Diff([]string{"db-1", "app-2"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestDropFiles_OnlyWhatNoContainerUsesGoes(t *testing.T) {
	state := State{Folder: t.TempDir()}
	for _, path := range []string{"wiki/app/new/config", "wiki/app/old/config", "wiki/db/old/config", "gone/app/x/config"} {
		full := filepath.Join(state.Files(), path)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wanted := wiki()
	wanted.Services[0].Containers[1].Files = []site.RenderedFile{{Path: "/config", Hash: "new"}}
	have := plan.Observed{Containers: []plan.Container{
		{Service: "wiki", Container: "app", Spec: "app-1"},
		{Service: "wiki", Container: "db", Spec: "of another definition"},
	}}
	if err := state.dropFiles(wanted, have); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(state.Files(), "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join(state.Files(), "wiki/app/new"), filepath.Join(state.Files(), "wiki/db/old")}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
