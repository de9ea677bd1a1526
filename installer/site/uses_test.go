package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// usesFile has two services that use each other's names.
const usesFile = `
chaton "chat" {
  name   = "Chat"
  domain = "chat.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "mur" {
  module  = "board"
  aliases = ["murs.chat.example"]
  uses    = { notes = "carnet", twin = "ardoise" }
}

service "ardoise" {
  module = "board"
  uses   = { notes = "carnet", twin = "mur" }
}

service "carnet" {
  module = "notes"
  host   = "notes.chat.example"
}
`

func TestResolve_UsedServicesAreInScopeAndReachable(t *testing.T) {
	site, diags := resolveText(t, usesFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	app := site.Service("mur").container("app")
	wantEnvironment := map[string]string{
		"NOTES": "https://notes.chat.example", "NAMES": "carnet notes.chat.example", "TWIN": "https://ardoise.chat.example",
	}
	if diff := cmp.Diff(wantEnvironment, app.Environment); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	wantHosts := []string{"ardoise.chat.example", "mur.chat.example", "murs.chat.example", "notes.chat.example"}
	if diff := cmp.Diff(wantHosts, app.Hosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"notes.chat.example"}, site.Service("carnet").container("app").Hosts); diff != "" {
		t.Errorf("hosts of the one that is used (-want +got):\n%s", diff)
	}
}

func TestResolve_OptionalUseIsNull(t *testing.T) {
	site, diags := resolveText(t, without(t, usesFile, `, twin = "ardoise"`), PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if twin, set := site.Service("mur").container("app").Environment["TWIN"]; set {
		t.Errorf("got TWIN %q; want none", twin)
	}
}

func TestResolve_TheOnlyFittingServiceIsProposed(t *testing.T) {
	_, diags := resolveText(t, without(t, usesFile, `notes = "carnet", twin = "mur"`), PlaceholderSecrets{})
	if want := `uses = { notes = "carnet" }`; !anyDetail(diags, want) {
		t.Errorf("got %v; want %q proposed", diags, want)
	}
}

// resolveText resolves a file that loads without a problem.
func resolveText(t testing.TB, text string, secrets Secrets) (*Site, hcl.Diagnostics) {
	t.Helper()
	file, diags := Load("chaton.hcl", []byte(text))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return Resolve(testModules(t), file, secrets)
}
