package catalog_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestLoad_ConstantsOfAModuleArePlainData(t *testing.T) {
	t.Parallel()
	module := example(t, "assembled")
	no := false
	for _, test := range []struct {
		name      string
		got, want any
	}{
		{"title", module.Title.In("en"), "All together"},
		{"a text without language", module.Summary, catalog.Text{"fr": "Un module qui a tous les blocs."}},
		{"who may use it", module.OpenTo, []string{"everyone", "members"}},
		{"answers to choose from", module.Variables[2].Choices, []string{"colibris", "plain"}},
		{"type", module.Variables[1].Type, cty.Bool},
		{"no default", module.Variables[3].Default == nil, true},
		{"secret", *module.Secrets[0], catalog.Secret{Name: "admin_password", Length: 24, Charset: "words", Reveal: true,
			Label: module.Secrets[0].Label, Range: module.Secrets[0].Range}},
		{"secret without attributes", [2]any{module.Secrets[1].Length, module.Secrets[1].Charset}, [2]any{32, "alphanumeric"}},
		{"generated input", [2]any{module.Actions[0].Inputs[1].Generate, module.Actions[0].Inputs[1].Type}, [2]any{20, cty.String}},
		{"what an action writes", module.Actions[0].Writes, "text"},
		{"third party", module.Privacy.ThirdParties[0].Host, "tile.openstreetmap.org"},
		{"addresses", [2]any{module.Privacy.KeepsAddresses.In("en"), module.Privacy.KeepsNone}, [2]any{"The application's log, 7 days", (*bool)(nil)}},
		{"excluded paths", module.Backup.Exclude, []string{"data/cache"}},
		{"snapshot while writing", module.Backup.Live, no},
		{"tests", len(module.Tests), 4},
		{"length of the hash", len(module.Hash), 64},
	} {
		if diff := cmp.Diff(test.want, test.got, cmp.Comparer(cty.Type.Equals)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestLoad_AbsentAttributesAreNilExpressions(t *testing.T) {
	t.Parallel()
	container := example(t, "radicale").Containers[0]
	for name, expression := range map[string]hcl.Expression{
		"image": container.Image, "command": container.Command, "user": container.User,
		"egress": container.Egress, "health command": container.Health.Command,
	} {
		if expression != nil {
			t.Errorf("got %v for %s, want nil", expression, name)
		}
	}
	if container.Health.HTTP == nil || container.Health.TCP != nil || container.Build == nil {
		t.Errorf("got %+v, want a build and a check over HTTP", container)
	}
}

func TestLoad_EngineHasItsCommands(t *testing.T) {
	t.Parallel()
	engine := example(t, "postgresql").Engine
	if diff := cmp.Diff([]string{"15", "17"}, engine.Majors); diff != "" {
		t.Errorf("majors (-want +got):\n%s", diff)
	}
	if engine.Dump == nil || engine.Check == nil || engine.Load == nil || engine.Password == nil || engine.URL == nil {
		t.Errorf("got %+v, want all commands and the URL", engine)
	}
}

func TestLoad_ExpressionsKeepTheirPlace(t *testing.T) {
	t.Parallel()
	module := example(t, "radicale")
	got := module.Containers[0].Memory.Range().String()
	if want := "radicale/module.hcl:44,12-20"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func example(t testing.TB, name string) *catalog.Module {
	t.Helper()
	found, _ := catalog.Load(os.DirFS("testdata/valid"))
	module := found.Module(name)
	if module == nil {
		t.Fatalf("got no module %s, want one", name)
	}
	return module
}
