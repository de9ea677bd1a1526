package site

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// Each file of testdata/errors says on its faulty lines what must be said
// there, after "# ERROR: "; several are separated by " | ".
func TestLoadAndResolve_MistakesAreFoundAtTheirLine(t *testing.T) {
	files, err := filepath.Glob("testdata/errors/*.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, %v; want some", len(files), err)
	}
	modules := testModules(t)
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file, diags := Load(name, src)
			if !diags.HasErrors() {
				_, diags = Resolve(modules, file, PlaceholderSecrets{})
			}
			if diff := cmp.Diff(expectations(string(src)), summaries(diags)); diff != "" {
				t.Errorf("problems by line (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoad_EveryProblemCanBeSaidInAnotherLanguage(t *testing.T) {
	files, _ := filepath.Glob("testdata/errors/*.hcl")
	modules := testModules(t)
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, diags := Load(name, src)
		if !diags.HasErrors() {
			_, diags = Resolve(modules, file, PlaceholderSecrets{})
		}
		for _, diagnostic := range diags {
			message, ok := diagnostic.Extra.(Message)
			if !ok || message.Summary == "" || message.Detail == "" {
				t.Errorf("got Extra %#v for %v; want a Message", diagnostic.Extra, diagnostic)
			}
		}
	}
}

func expectations(src string) map[string]string {
	wanted := map[string]string{}
	for number, line := range strings.Split(src, "\n") {
		if _, said, marked := strings.Cut(line, "# ERROR: "); marked {
			wanted[strconv.Itoa(number+1)] = said
		}
	}
	return wanted
}

func summaries(diags hcl.Diagnostics) map[string]string {
	said := map[string]string{}
	for _, diagnostic := range diags {
		if diagnostic.Severity != hcl.DiagError {
			continue
		}
		at := line(*diagnostic.Subject)
		if said[at] != "" {
			said[at] += " | "
		}
		said[at] += diagnostic.Summary
	}
	return said
}
