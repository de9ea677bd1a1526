package site

import (
	"os"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

const chatonWithAgenda = `
chaton "essai" {
  name     = "Essai"
  domain   = "essai.localhost"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

service "agenda" {
  module = "MODULE"
}

service "ailleurs" {
  external {
    url = "https://ailleurs.example/"
  }
  software {
    name = "Forgejo"
  }
}
`

func TestResolveAction_RadicaleCreatesAnAccount(t *testing.T) {
	got, diags := act(t, shippedModules(t), "radicale", Task{
		Service: "agenda", Action: "create_account", Inputs: map[string]string{"name": "camille"},
	})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := Action{
		Service: "agenda", Name: "create_account", Container: "app",
		Command: []string{"account", "create", "camille"}, Stdin: "made-of-20", Writes: "text",
		Revealed: []Revealed{{Name: "password", Value: "made-of-20"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("action (-want +got):\n%s", diff)
	}
}

func TestResolveAction_RadicaleExportsAnArchive(t *testing.T) {
	got, diags := act(t, shippedModules(t), "radicale", Task{
		Service: "agenda", Action: "export_account", Inputs: map[string]string{"name": "camille"},
	})
	if diags.HasErrors() || got.Writes != "archive" || got.Stdin != "" || got.Revealed != nil {
		t.Errorf("got %+v, %v; want an archive without input", got, diags)
	}
}

func TestResolveAction_RefusesWhatIsGivenWrong(t *testing.T) {
	for name, test := range map[string]struct {
		service, action string
		inputs          map[string]string
		want            string
	}{
		"unknown service":   {"agendas", "list_accounts", nil, `There is no service "agendas"`},
		"external service":  {"ailleurs", "list_accounts", nil, `The service "ailleurs" runs elsewhere`},
		"unknown action":    {"agenda", "fly_away", nil, `has no action "fly_away"`},
		"unknown input":     {"agenda", "list_accounts", map[string]string{"name": "camille"}, `has no input "name"`},
		"missing input":     {"agenda", "close_account", nil, `The input "name" is missing`},
		"empty input":       {"agenda", "close_account", map[string]string{"name": ""}, "may not be empty"},
		"an option":         {"agenda", "close_account", map[string]string{"name": "--all"}, "may not begin with a dash"},
		"a new line":        {"agenda", "close_account", map[string]string{"name": "a\nb"}, "no control character"},
		"no text":           {"agenda", "close_account", map[string]string{"name": "a\xff"}, "no control character"},
		"a password chosen": {"agenda", "reset_account", map[string]string{"name": "camille", "password": "x"}, "made up and cannot be given"},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := act(t, shippedModules(t), "radicale", Task{Service: test.service, Action: test.action, Inputs: test.inputs})
			if !diags.HasErrors() || !strings.Contains(diags.Error(), test.want) {
				t.Fatalf("got %v; want %q", diags, test.want)
			}
			if diff := cmp.Diff(Action{}, got); diff != "" {
				t.Errorf("action (-want +got):\n%s", diff)
			}
		})
	}
}

const severalInputs = `
action "change" {
  label     = { fr = "Changer", en = "Change" }
  container = "app"
  input "days" {
    type    = number
    default = 30
    label   = { fr = "Jours", en = "Days" }
    validation {
      condition = input.days > 0
      message   = { fr = "Il faut au moins un jour.", en = "At least one day." }
    }
  }
  input "color" {
    type    = string
    default = "blue"
    label   = { fr = "Couleur", en = "Colour" }
    choices = ["blue", "-none"]
  }
  input "tags" {
    type    = list(string)
    default = []
    label   = { fr = "Mots", en = "Words" }
  }
  input "key" {
    type      = string
    label     = { fr = "Clé", en = "Key" }
    sensitive = true
  }
  command = concat(["change", service.name, input.days, input.color], input.tags)
  stdin   = "${input.key} ${secret.session}"
}

test "home page" {`

func TestResolveAction_InputsFollowTheirRules(t *testing.T) {
	modules := changedModules(t, "notes/module.hcl", `test "home page" {`, severalInputs)
	got, diags := act(t, modules, "notes", Task{Service: "agenda", Action: "change", Inputs: map[string]string{
		"days": "7", "color": "-none", "tags": `["a", "b"]`, "key": "-secret",
	}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff([]string{"change", "agenda", "7", "-none", "a", "b"}, got.Command); diff != "" {
		t.Errorf("command (-want +got):\n%s", diff)
	}
	if session := (PlaceholderSecrets{}).Secret("agenda", "session", 32, ""); got.Stdin != "-secret "+session {
		t.Errorf("stdin: got %q", got.Stdin)
	}
	for input, want := range map[string]string{
		"days": "Il faut au moins un jour.", "color": "Write one of: blue, -none.", "tags": "It must be of type list of string.",
	} {
		_, diags := act(t, modules, "notes", Task{Service: "agenda", Action: "change", Inputs: map[string]string{"key": "k", input: "0"}})
		if !strings.Contains(diags.Error(), want) {
			t.Errorf("%s = 0: got %v; want %q", input, diags, want)
		}
	}
}

func TestResolveAction_SecretInputsAreNotInReachOfACommand(t *testing.T) {
	whole := strings.Replace(severalInputs, `concat(["change", service.name, input.days, input.color], input.tags)`, `["change", jsonencode(input)]`, 1)
	modules := changedModules(t, "notes/module.hcl", `test "home page" {`, whole)
	got, diags := act(t, modules, "notes", Task{Service: "agenda", Action: "change", Inputs: map[string]string{"key": "hidden"}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if want := `{"color":"blue","days":30,"tags":[]}`; got.Command[1] != want {
		t.Errorf("got %s; want %s", got.Command[1], want)
	}
}

// act resolves a task for a chaton whose service agenda has the module.
func act(t testing.TB, modules *catalog.Catalog, module string, task Task) (Action, hcl.Diagnostics) {
	t.Helper()
	file, diags := Load("chaton.hcl", []byte(strings.ReplaceAll(chatonWithAgenda, "MODULE", module)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	task.Generate = func(length int) string { return map[int]string{20: "made-of-20"}[length] }
	return ResolveAction(modules, file, PlaceholderSecrets{}, task)
}

func shippedModules(t testing.TB) *catalog.Catalog {
	t.Helper()
	modules, diags := catalog.Load(os.DirFS("../../modules"))
	for _, diagnostic := range diags {
		t.Errorf("got %v; want none", diagnostic)
	}
	return modules
}
