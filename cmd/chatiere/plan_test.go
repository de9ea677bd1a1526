package main

import (
	"bytes"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// spoken is a call of the program whose results are kept.
func spoken(t testing.TB) (*app, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	environment := map[string]string{"XDG_CONFIG_HOME": t.TempDir()}
	return &app{
		out: &out, errors: &bytes.Buffer{}, printer: locale.New("en"),
		environment: func(name string) string { return environment[name] },
	}, &out
}

func removal() plan.Plan {
	return plan.Plan{Operations: []plan.Operation{{
		Kind: plan.VolumeRemove, Target: "essai-wiki-data-g1", Cause: "no longer in chaton.hcl",
		After: []string{"container.remove wiki/app", "container.remove wiki/app"}, Destroys: true,
	}}}
}

// change is what a person sees after a line of chaton.hcl was changed.
func change() plan.Plan {
	app := &site.Container{Service: "wiki", Name: "app"}
	return plan.Plan{Operations: []plan.Operation{
		{Kind: plan.ImageBuild, Target: "chatiere/wiki:1-abc", Cause: "no such image", Image: &site.Image{}},
		{
			Kind: plan.ContainerCreate, Target: "wiki/app", Cause: "its definition changed", Container: app, Replaces: "0a",
			Changes: []plan.Change{
				{Field: "memory", Old: "64MiB", New: "128MiB"}, {Field: "env TITLE", New: "Le wiki"},
				{Field: "env ADMIN", Old: "‹wiki/admin›", New: "‹wiki/root›"},
			},
		},
		{Kind: plan.ContainerStart, Target: "wiki/app", Cause: "created", Container: app},
		{Kind: plan.ContainerRemove, Target: "wiki/app", Cause: "replaced", Object: "0a"},
		{Kind: plan.RoutesRemove, Target: "pads", Cause: "no longer in chaton.hcl"},
		{
			Kind: plan.LockWrite, Target: "chaton.lock.hcl", Cause: "versions changed",
			Changes: []plan.Change{{Field: "pool", New: "10.213.0.0/16"}},
		},
	}}
}

func TestPlan_IsADiffThenTheOperations(t *testing.T) {
	a, out := spoken(t)
	a.printer = locale.New("fr")
	a.printPlan(change())
	want := `Le chaton lui-même
    + image chatiere/wiki:1-abc — cette image manque
    ~ versions figées chaton.lock.hcl — les versions ont changé
        pool : rien → 10.213.0.0/16
wiki
  -/+ conteneur wiki/app — sa définition a changé
        memory : 64MiB → 128MiB
        env TITLE : rien → Le wiki
        env ADMIN : ‹wiki/admin› → ‹wiki/root›
pads
    - routes pads — n’est plus dans chaton.hcl

Opérations :
+ construire l’image chatiere/wiki:1-abc — cette image manque
+ créer le conteneur wiki/app — sa définition a changé
~ démarrer le conteneur wiki/app — créé
- enlever le conteneur wiki/app — remplacé
- fermer les routes de pads — n’est plus dans chaton.hcl
+ écrire chaton.lock.hcl — les versions ont changé
`
	if diff := cmp.Diff(strings.ReplaceAll(want, `\u00a0`, "\u00a0"), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlan_PlainFormHasWordsOnly(t *testing.T) {
	a, out := spoken(t)
	a.plain = true
	a.printPlan(change())
	want := `create: image chatiere/wiki:1-abc, no such image
change in place: kept versions chaton.lock.hcl, versions changed
chaton.lock.hcl, pool: 10.213.0.0/16 instead of nothing
replace: container wiki/app, its definition changed
wiki/app, memory: 128MiB instead of 64MiB
wiki/app, env TITLE: Le wiki instead of nothing
wiki/app, env ADMIN: ‹wiki/root› instead of ‹wiki/admin›
remove: routes pads, no longer in chaton.hcl
Operations:
build image chatiere/wiki:1-abc, no such image
create container wiki/app, its definition changed
start container wiki/app, created
remove container wiki/app, replaced
close the routes of pads, no longer in chaton.hcl
write chaton.lock.hcl, versions changed
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlan_DestructionIsSaidInEveryForm(t *testing.T) {
	for _, plain := range []bool{false, true} {
		a, out := spoken(t)
		a.plain = plain
		a.printPlan(removal())
		if got := strings.Count(out.String(), "[DESTROYS DATA]"); got != 2 {
			t.Errorf("plain %v: got it %d times, want it with the object and with the operation:\n%s", plain, got, out)
		}
	}
}

// What stays is one line, and a line each on demand. Plans of Make know it.
func TestPlan_WhatStaysIsCountedOrListed(t *testing.T) {
	running := plan.Container{ID: "0a", Service: "wiki", Container: "app", Spec: "s", State: "running", Health: "healthy", Restart: "unless-stopped"}
	wanted := &site.Site{Services: []*site.Service{{Name: "wiki", Containers: []*site.Container{{Service: "wiki", Name: "app", Spec: "s"}}}}}
	have := plan.Observed{
		Containers: []plan.Container{running}, Networks: []plan.Network{{ID: "0b", Name: "essai-pads", Service: "pads"}},
		Volumes: []plan.Volume{{Name: "essai-wiki-data-g1", Service: "wiki", Volume: "data", Generation: 1}},
	}
	planned := plan.Make(plan.Want{Site: wanted}, have)
	for _, c := range []struct {
		all  bool
		want string
	}{
		{false, "Unchanged: 2 (chatiere plan --all lists them)\n"},
		{true, "wiki\n    = container wiki/app\n    = volume essai-wiki-data-g1\n"},
	} {
		a, out := spoken(t)
		a.printWhole(planned, c.all)
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("all %v: got\n%s\nwant in it\n%s", c.all, out, c.want)
		}
	}
}

func TestPlan_JSONKeysAreLowerCaseAndNothingStandsTwice(t *testing.T) {
	a, out := spoken(t)
	a.json = true
	planned := removal()
	planned.Operations[0].Changes = []plan.Change{{Field: "size", Old: "1", New: "2"}}
	a.printPlan(planned)
	want := `{
  "plan": "` + planned.ID() + `",
  "objects": [
    {
      "kind": "volume",
      "service": "",
      "name": "essai-wiki-data-g1",
      "action": "remove",
      "cause": "no longer in chaton.hcl",
      "changes": [
        {
          "field": "size",
          "old": "1",
          "new": "2"
        }
      ],
      "destroys": true
    }
  ],
  "operations": [
    {
      "id": "volume.remove essai-wiki-data-g1",
      "kind": "volume.remove",
      "target": "essai-wiki-data-g1",
      "cause": "no longer in chaton.hcl",
      "changes": [
        {
          "field": "size",
          "old": "1",
          "new": "2"
        }
      ],
      "after": [
        "container.remove wiki/app"
      ],
      "destroys": true
    }
  ]
}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
