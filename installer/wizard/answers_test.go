package wizard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// answersFile is the evening as one writes it for `init --answers`.
const answersFile = `
language = "fr"
name     = "Le Petit Chaton"
domain   = "petitchaton.example"
email    = "contact@petitchaton.example"

service "carnet" {
  module = "carnet"
}

service "ardoise" {
  module = "ardoise"
  settings = {
    title = "Savoirs"
    open  = true
  }
}
`

func TestComplete_AnswersFileGivesTheSame(t *testing.T) {
	given, problems := site.ReadAnswers("answers.hcl", []byte(answersFile))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	got, err := Complete(testCatalog(t), given, locale.New("en"))
	if err != nil {
		t.Fatal(err)
	}
	for at := range got.Services {
		got.Services[at].Name = "" // the module's name, written out
	}
	if diff := cmp.Diff(evening(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
