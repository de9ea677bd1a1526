package plan

import (
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestMake_KeepsModulesBeforeAnythingIsMadeFromThem(t *testing.T) {
	want, have := chaton(), Observed{}
	want.Site.Services[0].Modules = []site.KeptModule{{Name: "dokuwiki", Version: "1.0.0", Hash: "0123456789abcdef"}}
	want.Site.Sources = []site.Source{{Name: "associatif", Revision: "9f3c", Hash: "ab", Folder: fstest.MapFS{}}}
	planned := Make(want, have)
	text := planned.String()
	for _, line := range []string{
		"module.keep dokuwiki@1.0.0-01234567: no copy of it is kept yet\n",
		"source.fetch associatif@9f3c: no copy of it is kept yet; hash none -> ab\n",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("got\n%s\nwant %q", text, line)
		}
	}
	for _, operation := range planned.Operations {
		if operation.Kind == ContainerCreate && !strings.Contains(strings.Join(operation.After, "\n"), "module.keep dokuwiki") {
			t.Errorf("%s waits for %v, want the copies too", operation.ID(), operation.After)
		}
	}
}

func TestMake_AKeptModuleIsKeptOnce(t *testing.T) {
	want, have := chaton(), running()
	kept := site.KeptModule{Name: "dokuwiki", Version: "1.0.0", Hash: "0123456789abcdef"}
	for _, service := range want.Site.Services {
		service.Modules = []site.KeptModule{kept}
	}
	have.Modules = map[string]bool{kept.Edition(): false}
	if got, line := Make(want, have).String(), "module.keep dokuwiki@1.0.0-01234567: its copy was changed by hand\n"; got != line {
		t.Errorf("a changed copy: got\n%s\nwant\n%s", got, line)
	}
	have.Modules[kept.Edition()] = true
	if got := Make(want, have).String(); got != "" {
		t.Errorf("an intact copy: got\n%s\nwant nothing", got)
	}
}
