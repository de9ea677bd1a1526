package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolve_DatabaseBecomesTheEnginesContainers(t *testing.T) {
	service := resolveFile(t, "testdata/sites/small.hcl").Services[0]
	if diff := cmp.Diff([]string{"store-server", "app", "worker"}, service.containerNames()); diff != "" {
		t.Errorf("containers (-want +got):\n%s", diff)
	}
	want := &Database{
		Engine: "store", Major: "2", Container: "store-server", Volume: "store-data", VersionFile: "VERSION",
		Dump: []string{"store-dump", "carnet_a"}, Check: []string{"store-check"}, Load: []string{"store-load", "carnet_a"},
	}
	if diff := cmp.Diff([]*Database{want}, service.Databases); diff != "" {
		t.Errorf("databases (-want +got):\n%s", diff)
	}
	server := service.container("store-server")
	if server.Memory != 256<<20 {
		t.Errorf("got %d bytes of memory; want what the client asks for", server.Memory)
	}
	password := server.Environment["PASSWORD"]
	if url := service.container("app").Environment["DATABASE"]; url != "store://carnet_a:"+password+"@store-server:5432/carnet_a" {
		t.Errorf("got address %q; want that of the server with its password", url)
	}
	if len(password) != passwordLength {
		t.Errorf("got a password of %d characters; want %d", len(password), passwordLength)
	}
	var secrets []string
	for _, secret := range service.Secrets {
		secrets = append(secrets, secret.Name)
	}
	if diff := cmp.Diff("admin session store-password store-root", strings.Join(secrets, " ")); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}

func TestResolve_DatabaseVersionAndExtensionMustExist(t *testing.T) {
	modules := changedModules(t, "notes/module.hcl", `version    = "2"`, `version    = var.days == 12 ? "9" : "2"`, `["search"]`, `[var.days == 12 ? "maps" : "search"]`)
	_, diags := Resolve(modules, loadFile(t, "testdata/sites/small.hcl"), PlaceholderSecrets{})
	said := diags.Error()
	for _, want := range []string{`has no version "9"`, `has no extension "maps"`} {
		if found := anyDetail(diags, want); !found {
			t.Errorf("got %s; want one that says %s", said, want)
		}
	}
}

func TestResolve_NoticeSeesRevealedSecretsOnly(t *testing.T) {
	site := resolveFile(t, "testdata/sites/small.hcl")
	admin := PlaceholderSecrets{}.Secret("carnet-a", "admin", 20, "alphanumeric")
	if notice := site.Services[0].Notice["fr"]; notice != "Compte admin, mot de passe "+admin {
		t.Errorf("got notice %q; want one with the password", notice)
	}
}

func TestResolve_MissingSettingIsAskedForAtTheService(t *testing.T) {
	modules := changedModules(t, "notes/module.hcl", `  default = "blue"`+"\n", "")
	_, diags := Resolve(modules, loadFile(t, "testdata/sites/small.hcl"), PlaceholderSecrets{})
	want := map[string]string{"10": `The service "carnet-a" lacks the setting "color"`}
	if diff := cmp.Diff(want, summaries(diags)); diff != "" {
		t.Errorf("problems by line (-want +got):\n%s", diff)
	}
}
