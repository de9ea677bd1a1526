package trial

import (
	"encoding/pem"
	"io/fs"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/modules"
)

const tinyModule = `
module "tiny" {
  language = 1
  version  = "VERSION"
  title    = "Petit"
  summary  = "Petit."
  category = "other"
}

software {
  name    = "Tiny"
  version = "1.0"
  website = "https://tiny.example/"
  source  = "https://tiny.example/source"
  license = "AGPL-3.0-or-later"
}

variable "address" {
  type   = string
  format = "email"
  label  = "Courriel"
}

variable "levels" {
  type  = list(string)
  label = "Niveaux"
}

container "app" {
  image  = "docker.io/library/tiny:1.0"
  user   = "1000:1000"
  memory = "32MiB"
  health {
    command = ["/tiny", "ping"]
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

test "it runs" {
  exec {
    container = "app"
    command   = ["/tiny", "ping"]
  }
}
`

func tiny(version string) []byte { return []byte(strings.ReplaceAll(tinyModule, "VERSION", version)) }

func TestPrevious_IsReadUnderTheSameName(t *testing.T) {
	folder := fstest.MapFS{
		"tiny/module.hcl":          {Data: tiny("1.1.0")},
		"tiny/previous/module.hcl": {Data: tiny("1.0.0")},
	}
	loaded, wrong := catalog.Load(folder)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	previous, wrong := Previous(loaded.Module("tiny"), modules.Files, folder)
	if wrong.HasErrors() || previous == nil || previous.Version != "1.0.0" || previous.Name != "tiny" {
		t.Errorf("got %+v, %v; want version 1.0.0", previous, wrong)
	}
	if first, wrong := Previous(previous, modules.Files, folder); first != nil || wrong.HasErrors() {
		t.Errorf("before the first: got %+v, %v; want none", first, wrong)
	}
}

func TestWithout_TheAuthorsModuleStandsInForTheShippedOne(t *testing.T) {
	own := fstest.MapFS{"module.hcl": {Data: tiny("2.0.0")}}
	shipped := fstest.MapFS{"tiny/module.hcl": {Data: tiny("1.0.0")}}
	loaded, wrong := catalog.Load(append(Without("tiny", []fs.FS{shipped}), One("tiny", own))...)
	if wrong.HasErrors() || loaded.Module("tiny") == nil || loaded.Module("tiny").Version != "2.0.0" {
		t.Errorf("got %+v, %v; want the author's", loaded.Module("tiny"), wrong)
	}
}

func TestChaton_AnswersWhatAModuleAsks(t *testing.T) {
	loaded, wrong := catalog.Load(fstest.MapFS{"tiny/module.hcl": {Data: tiny("1.0.0")}})
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	for _, authority := range []*Authority{nil, {Directory: "https://localhost:14000/dir", Root: rootPEM(t)}} {
		c, err := newChaton(Options{Catalog: loaded, Module: "tiny", Root: t.TempDir(), Authority: authority}, loaded.Module("tiny"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.forget)
		if _, wrong := site.Resolve(c.modules, c.file, site.PlaceholderSecrets{}); wrong.HasErrors() {
			t.Errorf("got %v\n%s", wrong, c.file.Source)
		}
	}
}

// rootPEM is a certificate of nobody's.
func rootPEM(t *testing.T) []byte {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}
