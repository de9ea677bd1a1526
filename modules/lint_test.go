package modules_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/modules"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// What a careful hoster would sign, over every module that ships. The grammar
// holds some of it by itself; here it is asked again of what was loaded, so that
// no later grammar lets it go.

func TestModules_EveryImageIsPinnedOrBuilt(t *testing.T) {
	eachContainer(t, func(place string, container *catalog.Container) {
		image, written := catalog.Written(container.Image)
		name, tag, tagged := strings.Cut(image[strings.LastIndexByte(image, '/')+1:], ":")
		switch {
		case container.Build != nil && container.Image == nil:
		case !written || !tagged || name == "" || tag == "" || tag == "latest":
			t.Errorf("%s: got image %q, want one with a version, or a build", place, image)
		}
	})
}

func TestModules_EveryContainerHasALimitAndAHealthCheck(t *testing.T) {
	eachContainer(t, func(place string, container *catalog.Container) {
		if container.Memory == nil {
			t.Errorf("%s: got no memory, want a limit", place)
		}
		if health := container.Health; health == nil || (health.HTTP == nil && health.TCP == nil && health.Command == nil) {
			t.Errorf("%s: got no health check, want one", place)
		}
	})
}

func TestModules_EveryLicenceIsFree(t *testing.T) {
	for _, module := range all(t) {
		if module.Software == nil && module.Kind == "engine" {
			continue
		}
		license := module.Software.License
		if judged := charter.Judge(license); judged != charter.Free && judged != charter.FreeFSFSilent {
			t.Errorf("%s: got licence %q, judged %s, want a free one", module.Name, license, judged)
		}
	}
}

func TestModules_EveryServiceSaysWhatItDoesWithPeoplesData(t *testing.T) {
	for _, module := range all(t) {
		if module.Kind == "engine" {
			continue
		}
		if module.Privacy == nil || module.Rights == nil || len(module.Rights.Formats) == 0 {
			t.Errorf("%s: got privacy %v and rights %v, want both", module.Name, module.Privacy, module.Rights)
		}
	}
}

func TestModules_EachIsTestedAndItsDataToo(t *testing.T) {
	for _, module := range all(t) {
		if len(module.Tests) == 0 {
			t.Errorf("%s: got no test, want at least one", module.Name)
		}
		keeps := slices.ContainsFunc(module.Volumes, func(v *catalog.Volume) bool { return v.Backup }) ||
			slices.ContainsFunc(module.Databases, func(d *catalog.Database) bool { return !d.Cache })
		if keeps && !slices.ContainsFunc(module.Tests, survives) {
			t.Errorf("%s: got no test with write and read, want one: it keeps data", module.Name)
		}
	}
}

// survives tells whether a test writes before a backup and reads after it.
func survives(test *catalog.Test) bool {
	body, ok := test.Body.(*hclsyntax.Body)
	if !ok {
		return false
	}
	found := map[string]bool{}
	for _, block := range body.Blocks {
		found[block.Type] = true
	}
	return found["write"] && found["read"]
}

func TestModules_EveryTextIsFrenchAndEnglish(t *testing.T) {
	eachBody(t, func(body *hclsyntax.Body, kind string) {
		for name, attribute := range body.Attributes {
			written := catalog.WrittenText(attribute.Expr)
			if texts[name] && kind != "test" && written != nil && strings.TrimSpace(written["en"]) == "" {
				t.Errorf("%s: got %q in one language, want { fr = …, en = … }", attribute.Range(), name)
			}
		}
		if _, english := body.Attributes["en"]; kind == "notice" && !english {
			t.Errorf("%s: got a notice without English, want both", body.Range())
		}
	})
	eachObject(t, func(object *hclsyntax.ObjectConsExpr) {
		keys := map[string]bool{}
		for _, item := range object.Items {
			keys[hcl.ExprAsKeyword(item.KeyExpr)] = true
		}
		if keys["fr"] != keys["en"] {
			t.Errorf("%s: got one of fr and en, want both", object.Range())
		}
	})
}

// texts are the attributes that people read.
var texts = map[string]bool{
	"title": true, "summary": true, "label": true, "help": true, "message": true, "description": true, "egress": true,
	"purpose": true, "subjects": true, "categories": true, "retention": true, "keeps_addresses": true, "reason": true,
	"export": true, "erase": true, "remains": true, "accessible": true,
}

func TestModules_NoSecretIsWrittenOut(t *testing.T) {
	secret := regexp.MustCompile(`(?i)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY)$`)
	eachObject(t, func(object *hclsyntax.ObjectConsExpr) {
		for _, item := range object.Items {
			name := strings.Trim(hcl.ExprAsKeyword(item.KeyExpr), `"`)
			value, written := catalog.Written(item.ValueExpr)
			if secret.MatchString(name) && written && len(value) > 3 {
				t.Errorf("%s: got a value for %s, want secret.…", item.ValueExpr.Range(), name)
			}
		}
	})
	key := regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----\n`)
	for _, file := range files(t, func(string) bool { return true }) {
		if key.MatchString(read(t, file)) {
			t.Errorf("%s: got a private key, want none", file)
		}
	}
}

func TestModules_FrenchGuidesUseFrenchTypography(t *testing.T) {
	code := regexp.MustCompile("(?s)```.*?```|`[^`]*`|https?://\\S*|<[^>]*>")
	wrong := regexp.MustCompile(`[^\x{00A0}\x{202F}\n][;!?»](?:\s|$)|[^\x{00A0}\x{202F}\n:]:(?:\s|$)|«[^\x{00A0}\x{202F}]|\pL'\pL`)
	for _, module := range all(t) {
		for _, guide := range module.Guides {
			for _, name := range []string{guide.User, guide.Technical} {
				if guide.Language != "fr" || name == "" {
					continue
				}
				file := path.Join(module.Name, name)
				for line := range strings.Lines(code.ReplaceAllString(read(t, file), "0")) {
					if got := wrong.FindString(line); got != "" && !strings.HasPrefix(line, "|") {
						t.Errorf("%s: got %q in %q, want ’ and a no-break space", file, got, strings.TrimSpace(line))
					}
				}
			}
		}
	}
}

// all is every module that ships.
func all(t testing.TB) []*catalog.Module {
	t.Helper()
	loaded, wrong := catalog.Load(modules.Files)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	var found []*catalog.Module
	for _, name := range loaded.Names() {
		found = append(found, loaded.Module(name))
	}
	if len(found) != len(shipped(t)) {
		t.Fatalf("got %d modules of %d folders, want all", len(found), len(shipped(t)))
	}
	return found
}

func eachContainer(t testing.TB, look func(place string, container *catalog.Container)) {
	t.Helper()
	for _, module := range all(t) {
		for _, container := range module.Containers {
			look(module.Name+"/"+container.Name, container)
		}
	}
}

// eachBody goes through every block of every module, with the kind of the
// outermost one.
func eachBody(t testing.TB, look func(body *hclsyntax.Body, kind string)) {
	t.Helper()
	var within func(body *hclsyntax.Body, kind string)
	within = func(body *hclsyntax.Body, kind string) {
		look(body, kind)
		for _, block := range body.Blocks {
			outermost := kind
			if outermost == "" {
				outermost = block.Type
			}
			within(block.Body, outermost)
		}
	}
	for _, body := range bodies(t) {
		within(body, "")
	}
}

// eachObject goes through every object that is written, wherever it stands.
func eachObject(t testing.TB, look func(*hclsyntax.ObjectConsExpr)) {
	t.Helper()
	for _, body := range bodies(t) {
		_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
			if object, ok := node.(*hclsyntax.ObjectConsExpr); ok {
				look(object)
			}
			return nil
		})
	}
}

func bodies(t testing.TB) []*hclsyntax.Body {
	t.Helper()
	var found []*hclsyntax.Body
	for _, file := range files(t, func(name string) bool { return path.Ext(name) == ".hcl" }) {
		parsed, wrong := hclsyntax.ParseConfig([]byte(read(t, file)), file, hcl.InitialPos)
		if wrong.HasErrors() {
			t.Fatal(wrong)
		}
		found = append(found, parsed.Body.(*hclsyntax.Body))
	}
	return found
}
