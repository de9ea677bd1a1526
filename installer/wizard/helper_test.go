package wizard

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// evening is what the tests answer: a wiki and its two settings.
func evening() site.Answers {
	return site.Answers{
		Language: "fr", Name: "Le Petit Chaton", Slug: "petit-chaton",
		Domain: "petitchaton.example", Email: "contact@petitchaton.example",
		Services: []site.ServiceAnswers{
			{Module: "carnet"},
			{Module: "ardoise", Settings: map[string]string{"title": "Savoirs", "open": "true"}},
		},
	}
}

func testCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	modules, problems := catalog.Load(os.DirFS(filepath.Join("testdata", "modules")))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return modules
}

func testSitting(t testing.TB, language string, given site.Answers, options Options) *sitting {
	t.Helper()
	return newSitting(testCatalog(t), given, options, locale.New(language))
}

// golden compares with a file under testdata/screens, or writes it.
func golden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "screens", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// drafts keeps every draft in memory.
type drafts struct {
	kept []site.Answers
	fail error
}

func (d *drafts) Save(answers site.Answers) error {
	d.kept = append(d.kept, answers)
	return d.fail
}

// memoryPreference is a preference that lasts as long as a test.
type memoryPreference struct{ plain, known bool }

func (m *memoryPreference) Load() (plain, known bool) { return m.plain, m.known }

func (m *memoryPreference) Save(plain bool) error {
	m.plain, m.known = plain, true
	return nil
}

// preview writes a short file, and refuses a chaton called Interdit.
func preview(answers site.Answers) (string, error) {
	if answers.Name == "Interdit" {
		return "", errors.New("ce nom est pris")
	}
	lines := []string{`chaton "` + answers.Slug + `" {`, `  name   = "` + answers.Name + `"`, `  domain = "` + answers.Domain + `"`, "}", "", "contact {", `  email = "` + answers.Email + `"`, "}"}
	for _, service := range answers.Services {
		lines = append(lines, "", `service "`+service.Module+`" {`, `  module = "`+service.Module+`"`, "}")
	}
	return strings.Join(lines, "\n") + "\n", nil
}
