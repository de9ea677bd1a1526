package declaration_test

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/declaration"
)

func TestCheckProperties_NamesEachMistake(t *testing.T) {
	for name, tried := range map[string]struct{ change, with, key string }{
		"quotes":           {"service.website = https://agenda", "service.website = 'https://agenda", "service.website"},
		"http":             {"service.website = https:", "service.website = http:", "service.website"},
		"unknown level":    {"service.status.level = OK", "service.status.level = GREAT", "service.status.level"},
		"unknown load":     {"load = OPEN", "load = open", "service.registration.load"},
		"unknown member":   {"registration = Member", "registration = Members", "service.registration"},
		"wrong class":      {"file.class = service", "file.class = organization", "file.class"},
		"impossible pair":  {"server.type = VIRTUAL", "server.type = PHYSICAL", "host.server.type"},
		"missing name":     {"host.name = Hébergeur Exemple", "host.name =", "host.name"},
		"country":          {"country.code = FR", "country.code = fr", "host.country.code"},
		"typo in a key":    {"software.modules", "software.moduls", "software.moduls"},
		"a key twice":      {"host.country.code = FR", "host.country.code = FR\nhost.name = Autre", "host.name"},
		"not a line":       {"host.country.code = FR", "host.country.code = FR\nvoilà", "voilà"},
		"backslash":        {"Partager", `l\'agenda`, "service.description"},
		"end without over": {"service.enddate =", "service.enddate = 01/12/2026", "service.enddate"},
	} {
		good := content(render(t, fullSite(), seen(fullSite())), wellKnown+"agenda.properties")
		bad := strings.Replace(good, tried.change, tried.with, 1)
		if bad == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		problems := declaration.CheckProperties("service", []byte(bad))
		if len(problems) != 1 || problems[0].Key != tried.key || problems[0].Rule["fr"] == "" || problems[0].Rule["en"] == "" {
			t.Errorf("%s: got %v, want one problem at %s", name, problems, tried.key)
		}
	}
}

func TestCheckProperties_AnEmptyFileMissesWhatIsMandatory(t *testing.T) {
	for class, want := range map[string]int{"organization": 5, "service": 14, "metrics": 1} {
		if got := len(declaration.CheckProperties(class, nil)); got != want {
			t.Errorf("%s: got %d problems want %d", class, got, want)
		}
	}
}

func FuzzCheckProperties(f *testing.F) {
	f.Add("file.class = service\n# x\n\na.b=c")
	f.Fuzz(func(t *testing.T, content string) {
		for _, class := range []string{"organization", "service", "metrics", "federation"} {
			declaration.CheckProperties(class, []byte(content))
		}
	})
}
