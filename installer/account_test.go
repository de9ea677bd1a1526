package installer

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

func TestRunning_FindsTheContainerThatServes(t *testing.T) {
	wanted := &site.Site{Services: []*site.Service{{Name: "agenda", Containers: []*site.Container{{Service: "agenda", Name: "app", Spec: "new"}}}}}
	action := site.Action{Service: "agenda", Container: "app"}
	exists := func(id, spec, state string, created int64) plan.Container {
		return plan.Container{ID: id, Service: "agenda", Container: "app", Spec: spec, State: state, Created: created}
	}
	for name, test := range map[string]struct {
		have []plan.Container
		want string
	}{
		"the wanted one, though another is newer": {[]plan.Container{exists("old", "old", "running", 9), exists("new", "new", "running", 1)}, "new"},
		"a change waits":    {[]plan.Container{exists("older", "a", "running", 1), exists("old", "b", "running", 2)}, "old"},
		"it has stopped":    {[]plan.Container{exists("new", "new", "exited", 1)}, ""},
		"another container": {[]plan.Container{{ID: "database", Service: "agenda", Container: "db", State: "running"}}, ""},
		"another service":   {[]plan.Container{{ID: "wiki", Service: "wiki", Container: "app", State: "running"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if found := running(wanted, action, plan.Observed{Containers: test.have}); found != nil {
				got = found.ID
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestVisible_CommandsNoTerminal(t *testing.T) {
	if got, want := visible("camille\x1b[2J\u009b1A\r\nlou\té\n"), "camille[2J1A\nlou\té\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHead_KeepsTheBeginning(t *testing.T) {
	said := &head{}
	for range 3 {
		text := []byte(strings.Repeat("x", headSize/2+1))
		if written, err := said.Write(text); written != len(text) || err != nil {
			t.Fatalf("got %d, %v; want all of it taken", written, err)
		}
	}
	if got := said.text.Len(); got != headSize {
		t.Errorf("got %d bytes, want %d", got, headSize)
	}
}
