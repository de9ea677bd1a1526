package main

import (
	"bytes"
	"testing"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
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
		Changes: []plan.Change{{Field: "memory", Old: "64MiB", New: "128MiB"}},
	}}}
}

func TestPlan_PlainFormHasWordsOnly(t *testing.T) {
	a, out := spoken(t)
	a.plain = true
	a.printPlan(removal())
	want := "remove volume essai-wiki-data-g1, no longer in chaton.hcl; memory: 128MiB instead of 64MiB [DESTROYS DATA]\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlan_JSONKeysAreLowerCaseAndNothingStandsTwice(t *testing.T) {
	a, out := spoken(t)
	a.json = true
	planned := removal()
	a.printPlan(planned)
	want := `{
  "plan": "` + planned.ID() + `",
  "operations": [
    {
      "id": "volume.remove essai-wiki-data-g1",
      "kind": "volume.remove",
      "target": "essai-wiki-data-g1",
      "cause": "no longer in chaton.hcl",
      "changes": [
        {
          "field": "memory",
          "old": "64MiB",
          "new": "128MiB"
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

func TestStatus_JSONKeysAreLowerCase(t *testing.T) {
	a, out := spoken(t)
	err := a.resultJSON(installer.Status{
		Services:     []installer.ServiceStatus{{Name: "wiki", Module: "dokuwiki", Version: "1.0.0", URL: "https://wiki.essai.localhost", State: "running", OnTrial: true}},
		Certificates: []gateway.Certificate{}, Gateway: true, Pending: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "services": [
    {
      "name": "wiki",
      "module": "dokuwiki",
      "version": "1.0.0",
      "url": "https://wiki.essai.localhost",
      "state": "running",
      "on_trial": true
    }
  ],
  "gateway": true,
  "certificates": [],
  "alerts": false,
  "pending": 1
}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatus_PlainFormIsOneFactALine(t *testing.T) {
	a, out := spoken(t)
	a.plain = true
	a.service(installer.ServiceStatus{Name: "wiki", Module: "dokuwiki", Version: "1.0.0", URL: "https://wiki.essai.localhost", State: "running"})
	want := "wiki: running\nwiki: https://wiki.essai.localhost\nwiki: dokuwiki 1.0.0\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
