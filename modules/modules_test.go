package modules_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/modules"
)

// firstRun is what brings a base image up to date before anything is added.
const firstRun = "apt-get update && apt-get -y upgrade"

func TestModules_LoadWithoutADiagnostic(t *testing.T) {
	_, diagnostics := catalog.Load(modules.Files)
	for _, diagnostic := range diagnostics {
		t.Errorf("got %s: %s, want nothing to say", diagnostic.Subject, diagnostic)
	}
}

func TestModules_EachHasItsDescriptionAndItsChangelog(t *testing.T) {
	for _, name := range shipped(t) {
		for _, file := range []string{"module.hcl", "CHANGELOG.md"} {
			if len(read(t, path.Join(name, file))) == 0 {
				t.Errorf("%s/%s: got an empty file, want a text", name, file)
			}
		}
	}
}

func TestModules_ChangelogBeginsWithTheModulesVersion(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^  version += "([^"]+)"`)
	newest := regexp.MustCompile(`(?m)^## (\S+)`)
	for _, name := range shipped(t) {
		want := declared.FindStringSubmatch(read(t, path.Join(name, "module.hcl")))
		got := newest.FindStringSubmatch(read(t, path.Join(name, "CHANGELOG.md")))
		if want == nil || got == nil || got[1] != want[1] {
			t.Errorf("%s/CHANGELOG.md: got first version %q, want the one of module.hcl, %q", name, got, want)
		}
	}
}

func TestContainerfiles_StandOnDebianStable(t *testing.T) {
	for file, instructions := range containerfiles(t) {
		for _, instruction := range instructions {
			base, _, _ := strings.Cut(instruction.rest, " AS ")
			if instruction.name == "FROM" && base != "docker.io/library/debian:trixie-slim" {
				t.Errorf("%s: got FROM %s, want docker.io/library/debian:trixie-slim", file, instruction.rest)
			}
		}
	}
}

func TestContainerfiles_FirstUpgradeTheBase(t *testing.T) {
	for file, instructions := range containerfiles(t) {
		first := slices.IndexFunc(instructions, func(i instruction) bool { return i.name == "RUN" })
		if first < 0 || !strings.HasPrefix(instructions[first].rest, firstRun) {
			t.Errorf("%s: the first RUN does not begin with %q", file, firstRun)
		}
	}
}

func TestContainerfiles_MakeTheirUserBeforeTheyInstall(t *testing.T) {
	for file := range containerfiles(t) {
		text := read(t, file)
		made, installed := strings.Index(text, "useradd -u 1"), strings.Index(text, "apt-get install")
		if made < 0 || installed < made {
			t.Errorf("%s: got useradd at %d and apt-get install at %d, want the user first", file, made, installed)
		}
	}
}

func TestContainerfiles_EndAsANumericUser(t *testing.T) {
	numeric := regexp.MustCompile(`^[1-9]\d{3,}:[1-9]\d{3,}$`)
	for file, instructions := range containerfiles(t) {
		user := ""
		for _, instruction := range instructions {
			if instruction.name == "USER" {
				user = instruction.rest
			}
		}
		if !numeric.MatchString(user) {
			t.Errorf("%s: got last USER %q, want uid:gid in numbers, 1000 or above", file, user)
		}
	}
}

func TestContainerfiles_SpeakToTheClassicBuilder(t *testing.T) {
	forbidden := regexp.MustCompile(`(?m)^# *syntax=|<<-?["']?[A-Z]|^RUN +--|^(COPY|ADD) +.*--(chmod|link|checksum|parents)|^VOLUME`)
	for file := range containerfiles(t) {
		if got := forbidden.FindString(read(t, file)); got != "" {
			t.Errorf("%s: got %q, which the classic builder does not know or a module may not say", file, got)
		}
	}
}

// What embed carries has no executable bit, so a script that is copied needs
// to be given it.
func TestContainerfiles_MakeTheirScriptsExecutable(t *testing.T) {
	for file := range containerfiles(t) {
		text := read(t, file)
		if strings.Contains(text, "COPY bin ") && !strings.Contains(text, "chmod 0755 /usr/local/bin/*") {
			t.Errorf("%s: copies scripts and does not make them executable", file)
		}
	}
}

func TestModules_FrenchTextsUseFrenchTypography(t *testing.T) {
	french := regexp.MustCompile(`fr += "((?:[^"\\]|\\.)*)"`)
	code := regexp.MustCompile(`\$\{[^}]*\}|https?://\S*|[a-z_]+::?[a-z_]+`)
	wrong := regexp.MustCompile(`[^\x{00A0}][:;!?»](?:\s|$)|«[^\x{00A0}]|'`)
	for _, file := range files(t, func(name string) bool { return path.Ext(name) == ".hcl" }) {
		for _, text := range french.FindAllStringSubmatch(read(t, file), -1) {
			if got := wrong.FindString(code.ReplaceAllString(text[1], "")); got != "" {
				t.Errorf("%s: got %q in %q, want ’ and a no-break space", file, got, text[1])
			}
		}
	}
}

// instruction is one line of a Containerfile, its continuations joined.
type instruction struct{ name, rest string }

func containerfiles(t testing.TB) map[string][]instruction {
	t.Helper()
	found := map[string][]instruction{}
	for _, file := range files(t, func(name string) bool { return name == "Containerfile" }) {
		found[file] = instructions(read(t, file))
	}
	if built := building(t); len(found) < built {
		t.Fatalf("got %d Containerfiles for %d modules that build, want one each at least", len(found), built)
	}
	return found
}

// building counts the modules that build an image; the others take theirs from
// a registry.
func building(t testing.TB) int {
	t.Helper()
	count := 0
	for _, name := range shipped(t) {
		if strings.Contains(read(t, path.Join(name, "module.hcl")), "\n  build {\n") {
			count++
		}
	}
	return count
}

func instructions(text string) []instruction {
	comment := regexp.MustCompile(`(?m)^#.*\n`)
	text = comment.ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, "\\\n", " ")
	var found []instruction
	for line := range strings.Lines(text) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "" {
			found = append(found, instruction{name, strings.TrimSpace(rest)})
		}
	}
	return found
}

func shipped(t testing.TB) []string {
	t.Helper()
	entries, err := fs.ReadDir(modules.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func files(t testing.TB, wanted func(name string) bool) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(modules.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && wanted(entry.Name()) {
			found = append(found, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t testing.TB, file string) string {
	t.Helper()
	text, err := fs.ReadFile(modules.Files, file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
