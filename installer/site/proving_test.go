package site

import (
	"testing"
	"testing/fstest"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/google/go-cmp/cmp"
)

const provenModule = `
module "proven" {
  language = 1
  version  = "1.0.0"
  title    = "Essai"
  summary  = "Essai."
  category = "other"
}

software {
  name    = "Proven"
  version = "1.0"
  website = "https://proven.example/"
  source  = "https://proven.example/source"
  license = "AGPL-3.0-or-later"
}

secret "word" {}

container "app" {
  image  = "docker.io/library/proven:1.0"
  user   = "1000:1000"
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    command = ["/proven", "ping"]
  }
}

route "web" {
  container = "app"
  port      = "http"
}

action "create_account" {
  label     = "Créer un compte"
  container = "app"
  input "name" {
    type  = string
    label = "Nom"
  }
  input "password" {
    generate = 20
  }
  command = ["/proven", "create", input.name]
  stdin   = input.password
}

backup {
  before {
    container = "app"
    command   = ["/proven", "still"]
  }
}

privacy {
  purpose     = "Rien"
  legal_basis = "contract"
}

rights {
  export  = "Rien."
  erase   = "Rien."
  formats = []
}

test "sign in" {
  step {
    request {
      method = "POST"
      path   = "/login"
      body   = "${account.name} ${account.password}"
    }
    expect {
      status = 200
      json   = { "rights.0" = true, "level" = 3, "nobody" = null }
      within = "10s"
    }
    capture "token" {
      regex = "token=([a-z]+)"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/proven", "check", capture.token]
      stdin     = secret.word
    }
  }
}

test "a word survives" {
  signed_in = true
  write {
    request {
      path = "/write"
    }
    capture "id" {
      header = "Location"
    }
  }
  read {
    request {
      path   = capture.id
      follow = false
    }
    expect {
      status = 200
    }
  }
}
`

func openProving(t *testing.T) *Proving {
	t.Helper()
	modules, wrong := catalog.Load(fstest.MapFS{"proven/module.hcl": {Data: []byte(provenModule)}})
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	file, wrong := Load("chaton.hcl", []byte(`
chaton "essai" {
  name   = "Essai"
  domain = "essai.localhost"
}
contact {
  email = "contact@ailleurs.example"
}
service "mot" {
  module = "proven"
}
`))
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	proving, wrong := Prove(modules, file, PlaceholderSecrets{}, "mot", "")
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	return proving
}

func TestProving_StepSeesTheAccountAndWhatWasCaptured(t *testing.T) {
	proving := openProving(t)
	proving.UseAccount(map[string]string{"name": "camille", "password": "à deviner"})
	steps := proving.Proofs()[0].Steps
	got, wrong := proving.Decide(steps[0], nil)
	want := Act{
		Request:  &TestRequest{Method: "POST", Path: "/login", Body: "camille à deviner"},
		Expect:   &Expectation{Status: 200, JSON: map[string]any{"rights.0": true, "level": 3.0, "nobody": nil}, Within: 10 * time.Second},
		Captures: []Capture{{Name: "token", Regex: "token=([a-z]+)"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || wrong.HasErrors() {
		t.Errorf("first step: %v (-want +got):\n%s", wrong, diff)
	}
	got, wrong = proving.Decide(steps[1], map[string]string{"token": "abc"})
	want = Act{Exec: &TestExec{
		Container: "app", Command: []string{"/proven", "check", "abc"},
		Stdin: PlaceholderSecrets{}.Secret("mot", "word", 32, "alphanumeric"),
	}}
	if diff := cmp.Diff(want, got); diff != "" || wrong.HasErrors() {
		t.Errorf("second step: %v (-want +got):\n%s", wrong, diff)
	}
}

func TestProving_AMissingCaptureFailsItsStepAlone(t *testing.T) {
	proving := openProving(t)
	proof := proving.Proofs()[1]
	if _, wrong := proving.Decide(proof.Read[0], nil); !wrong.HasErrors() {
		t.Error("without the capture: got no diagnostic")
	}
	got, wrong := proving.Decide(proof.Read[0], map[string]string{"id": "/notes/1"})
	want := Act{Request: &TestRequest{Method: "GET", Path: "/notes/1"}, Expect: &Expectation{Status: 200}}
	if diff := cmp.Diff(want, got); diff != "" || wrong.HasErrors() || !proof.SignedIn || proof.Steps != nil || len(proof.Write) != 1 {
		t.Errorf("with it: %v (-want +got):\n%s", wrong, diff)
	}
}

func TestProving_KnowsWhatSurroundsACopy(t *testing.T) {
	before, after, wrong := openProving(t).Around()
	if diff := cmp.Diff(&TestExec{Container: "app", Command: []string{"/proven", "still"}}, before); diff != "" || after != nil || wrong.HasErrors() {
		t.Errorf("got after %v, %v; before (-want +got):\n%s", after, wrong, diff)
	}
}
