package site

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/crypto/bcrypt"
)

func TestFunctions_AreThoseOfTheLanguage(t *testing.T) {
	want := slices.Sorted(slices.Values(catalog.FunctionNames()))
	if diff := cmp.Diff(want, names(testFunctions().functions)); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
}

func TestFunctions_GiveWhatTheirNamesSay(t *testing.T) {
	for source, want := range map[string]string{
		`bytes("2GiB")`:                        "2147483648",
		`fqdn("www")`:                          "www.petitchaton.example",
		`urlencode("a b&é")`:                   "a+b%26%C3%A9",
		`base64decode(base64encode("é"))`:      "é",
		`sha256("")`:                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		`startswith("chaton", "cha")`:          "true",
		`endswith("chaton", "cha")`:            "false",
		`replace("a-b-c", "-", "")`:            "abc",
		`replace("a1b2", "/[0-9]/", "_")`:      "a_b_",
		`length("chaton")`:                     "6",
		`length([1, 2])`:                       "2",
		`length({ a = 1 })`:                    "1",
		`one(["x"])`:                           "x",
		`try(tonumber("x"), "no number")`:      "no number",
		`join(",", sort(["b", "a"]))`:          "a,b",
		`jsonencode({ a = [1, true, null] })`:  `{"a":[1,true,null]}`,
		`yamldecode("{\"a\": 1}").a`:           "1",
		`yamlencode({ b = [1, "x"], a = {} })`: "\"a\": {}\n\"b\":\n  - 1\n  - \"x\"\n",
		`templatefile("t.tmpl", { n = 2 })`:    "n is 2",
	} {
		value, diags := evaluateSource(t, source)
		if diags.HasErrors() {
			t.Errorf("%s: got %v; want none", source, diags)
			continue
		}
		if got := stringsIn(value); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q; want %q", source, got, want)
		}
	}
}

func TestFunctions_RefuseWhatTheyCannotDo(t *testing.T) {
	for source, want := range map[string]string{
		`bytes("2 GB")`:                    "is no size",
		`templatefile("../secret", {})`:    "is no path inside the module",
		`templatefile("/etc/passwd", {})`:  "is no path inside the module",
		`templatefile("missing.tmpl", {})`: "has no file",
		`templatefile("self.tmpl", {})`:    "no function named \"templatefile\"",
		`htpasswd("a:b", "x")`:             "without colon",
		`fqdn("*")`:                        "wildcard",
		`one(["x", "y"])`:                  "at most one element",
	} {
		_, diags := evaluateSource(t, source)
		if !strings.Contains(diags.Error(), want) {
			t.Errorf("%s: got %v; want an error that says %q", source, diags, want)
		}
	}
}

func TestFunctions_HashesAreMadeOnceForASecret(t *testing.T) {
	kept := &keeping{made: map[string]string{}}
	r := &resolving{site: &Site{Domain: "petitchaton.example"}, secrets: kept}
	s := scope{functions: r.functionsFor("wiki", fstest.MapFS{})}
	first, _ := evaluateIn(t, s, `htpasswd("admin", "p4ss")`)
	second, _ := evaluateIn(t, s, `htpasswd("admin", "p4ss")`)
	if first.AsString() != second.AsString() {
		t.Errorf("got %q then %q; want one hash", first.AsString(), second.AsString())
	}
	hash := strings.TrimPrefix(first.AsString(), "admin:")
	if err := bcrypt.CompareHashAndPassword([]byte(hash), []byte("p4ss")); err != nil {
		t.Errorf("got %v for %q; want the password's hash", err, hash)
	}
	other, _ := evaluateIn(t, s, `bcrypt("other")`)
	if len(kept.made) != 2 || other.AsString() == hash {
		t.Errorf("got %d hashes; want two that do not take each other's place", len(kept.made))
	}
}

func TestTemplateFile_SymbolicLinkIsRefused(t *testing.T) {
	folder := t.TempDir()
	if err := os.Symlink("/etc/hostname", folder+"/link.tmpl"); err != nil {
		t.Fatal(err)
	}
	if _, err := readPlain(os.DirFS(folder), "link.tmpl"); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("got %v; want the link refused", err)
	}
}

// keeping is a vault in memory.
type keeping struct {
	PlaceholderSecrets
	made map[string]string
}

func (k *keeping) Derived(service, name, input string, compute func() string) string {
	if _, known := k.made[service+"/"+name]; !known {
		k.made[service+"/"+name] = compute()
	}
	return k.made[service+"/"+name]
}

func testFunctions() scope {
	r := &resolving{site: &Site{Domain: "petitchaton.example"}, secrets: PlaceholderSecrets{}}
	return scope{functions: r.functionsFor("wiki", fstest.MapFS{
		"t.tmpl":    {Data: []byte("n is ${n}")},
		"self.tmpl": {Data: []byte(`${templatefile("self.tmpl", {})}`)},
	})}
}

func evaluateSource(t testing.TB, source string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	return evaluateIn(t, testFunctions(), source)
}

func evaluateIn(t testing.TB, s scope, source string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expression, diags := hclsyntax.ParseExpression([]byte(source), "test", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return expression.Value(s.context())
}
