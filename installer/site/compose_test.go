package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompose_SmallestAnswersLoadAndResolve(t *testing.T) {
	answers := Answers{
		Name: "Le Petit Chaton d’Élise", Email: "contact@ailleurs.example",
		Services: []ServiceAnswers{{Module: "notes"}},
	}
	for _, language := range []string{"", "fr", "en"} {
		answers.Language = language
		file, site := composed(t, answers)
		if file.Slug != "le-petit-chaton-d-elise" || file.Domain != "le-petit-chaton-d-elise.localhost" {
			t.Errorf("got %q at %q; want both made of the name", file.Slug, file.Domain)
		}
		if file.TLS.Issuer != "internal" || file.Gateway.Listen[0] != "127.0.0.1" {
			t.Errorf("got issuer %q on %v; want internal on loopback", file.TLS.Issuer, file.Gateway.Listen)
		}
		if host := site.Services[0].Host; host != "notes."+file.Domain {
			t.Errorf("got host %q; want the service under the domain", host)
		}
	}
}

func TestCompose_SettingsKeepTheirValues(t *testing.T) {
	file, site := composed(t, Answers{
		Language: "fr", Name: "Chez \"nous\" ${ici}", Slug: "nous", Domain: "nous.example", Email: "a@nous.example",
		Services: []ServiceAnswers{
			{Name: "un", Module: "notes", Settings: map[string]string{"title": "007", "days": "12", "color": "green"}},
			{Name: "deux", Module: "notes", Settings: map[string]string{"title": "[à lire] ${var.x}"}},
		},
	})
	if file.ChatonName != "Chez \"nous\" ${ici}" || file.TLS.Issuer != "letsencrypt" {
		t.Errorf("got name %q, issuer %q; want what was answered, letsencrypt", file.ChatonName, file.TLS.Issuer)
	}
	got := []string{
		site.Services[0].container("app").Environment["TITLE"],
		site.Services[0].container("app").Environment["DAYS"],
		site.Services[1].container("app").Environment["TITLE"],
	}
	if diff := cmp.Diff([]string{"007", "12", "[à lire] ${var.x}"}, got); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

func TestCompose_IsWrittenAsAPersonWould(t *testing.T) {
	got := string(Compose(Answers{
		Language: "en", Name: "Le Petit Chaton", Slug: "petitchaton", Domain: "petitchaton.example",
		Email: "contact@ailleurs.example", Services: []ServiceAnswers{{Name: "wiki", Module: "dokuwiki"}},
	}))
	want := `# What this chaton is. No password ever stands here: secrets are in the vault.

chaton "petitchaton" {
  name     = "Le Petit Chaton"
  domain   = "petitchaton.example" # each service is a name under it
  language = "en"                  # of the public pages and of the services
}

contact {
  email = "contact@ailleurs.example" # read by people; may be at another hoster's, so that it works when this machine does not
}

tls {
  issuer = "letsencrypt" # certificates that every browser accepts
}

# Each service is on trial: reachable, absent from the home page.
# To open one, add: opened = "2026-12-01" (its day).
service "wiki" {
  module = "dokuwiki" # at https://wiki.petitchaton.example
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chaton.hcl (-want +got):\n%s", diff)
	}
}

// composed composes, loads without any diagnostic and resolves.
func composed(t testing.TB, answers Answers) (*File, *Site) {
	t.Helper()
	src := Compose(answers)
	file, diags := Load("chaton.hcl", src)
	for _, diagnostic := range diags {
		t.Errorf("got %v in\n%s; want none", diagnostic, src)
	}
	site, diags := Resolve(testModules(t), file, PlaceholderSecrets{})
	for _, diagnostic := range diags {
		t.Errorf("got %v in\n%s; want none", diagnostic, src)
	}
	return file, site
}

func TestReadAnswers_BothSyntaxesSayTheSame(t *testing.T) {
	want := Answers{
		Language: "fr", Name: "Le Petit Chaton", Domain: "petitchaton.example", Email: "contact@ailleurs.example",
		Services: []ServiceAnswers{
			{Name: "wiki", Module: "dokuwiki", Settings: map[string]string{"title": "Nos ${pages}", "days": "12", "open": "true"}},
		},
	}
	sources := map[string]string{
		"blocks.hcl": `
name   = "Le Petit Chaton"
domain = "petitchaton.example"
email  = "contact@ailleurs.example"
service "wiki" {
  module   = "dokuwiki"
  settings = { title = "Nos $${pages}", days = 12, open = true }
}`,
		"list.hcl": `
language = "fr"
name     = "Le Petit Chaton"
domain   = "petitchaton.example"
email    = "contact@ailleurs.example"
services = [{ name = "wiki", module = "dokuwiki", settings = { title = "Nos $${pages}", days = 12, open = true } }]`,
		"list.json": `{"name": "Le Petit Chaton", "domain": "petitchaton.example", "email": "contact@ailleurs.example",
"services": [{"name": "wiki", "module": "dokuwiki", "settings": {"title": "Nos ${pages}", "days": 12, "open": true}}]}`,
		"blocks.json": `{"name": "Le Petit Chaton", "domain": "petitchaton.example", "email": "contact@ailleurs.example",
"service": {"wiki": {"module": "dokuwiki", "settings": {"title": "Nos ${pages}", "days": 12, "open": true}}}}`,
	}
	for name, src := range sources {
		t.Run(name, func(t *testing.T) {
			got, diags := ReadAnswers(name, []byte(src))
			if diags.HasErrors() {
				t.Fatalf("got %v; want no error", diags.Errs())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadAnswers_EverythingWrongIsSaidAtOnce(t *testing.T) {
	sources := map[string]string{
		"answers.hcl": "nmae = \"x\"\nlanguage = \"de\"\ndomain = 3\nservices = [{ modul = \"dokuwiki\" }]\n",
		"answers.json": `{"nmae": "x", "language": "de", "domain": 3,
"services": [{"modul": "dokuwiki"}]}`,
	}
	for name, src := range sources {
		_, diags := ReadAnswers(name, []byte(src))
		var said []string
		for _, diagnostic := range diags {
			said = append(said, diagnostic.Summary)
		}
		for _, want := range []string{
			`Unknown answer "nmae"`, `Wrong value for "language"`, `"domain" must be a string`,
			`Unknown answer "modul"`, `The answer "module" is missing`,
			`The answer "name" is missing`, `The answer "email" is missing`,
		} {
			if !strings.Contains(strings.Join(said, "\n"), want) {
				t.Errorf("%s: got %q; want one to be %s", name, said, want)
			}
		}
	}
}
