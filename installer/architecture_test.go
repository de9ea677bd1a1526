package installer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "framagit.org/chatiere/chatiere"

// room is one package: which of ours it may import, and which packages of
// others it owns (a prefix covers what lies below it).
type room struct {
	ours   []string
	others []string
}

// hclFamily is the language's own packages. They go together: a value of one
// is read by another.
var hclFamily = []string{"github.com/hashicorp/hcl/v2", "github.com/zclconf/go-cty"}

// rooms is the map of design/architecture.md. Moving a wall is a change here,
// in the same commit, with its reason.
var rooms = map[string]room{
	"installer/catalog": {others: hclFamily},
	"installer/site": {
		ours: []string{"installer/catalog"},
		others: append([]string{
			"golang.org/x/net/idna", "golang.org/x/crypto/bcrypt", "github.com/distribution/reference",
			"golang.org/x/sys/unix", // the processor time that a module's expressions take
			"go.yaml.in/yaml/v4",    // yamldecode
		}, hclFamily...),
	},
	"installer/disk":  {}, // how every room writes what must not be lost
	"installer/vault": {ours: []string{"installer/disk"}},
	"installer/plan":  {ours: []string{"installer/site"}},
	// schedule is the part of the probe program that carries jobs, and imports
	// nothing: it lives on in containers when all else is gone.
	"installer/schedule": {},
	"installer/engine": {
		// disk is how the probe takes its place in its volume, in one step.
		ours: []string{"installer/plan", "installer/site", "installer/schedule", "installer/disk"},
		others: []string{
			"github.com/docker/docker", "github.com/docker/go-connections", "github.com/containerd/errdefs",
			"github.com/distribution/reference", "golang.org/x/sync/errgroup", "golang.org/x/sys/unix",
		},
	},
	"installer/engine/enginetest": {},
	"installer/gateway": {
		ours: []string{"installer/site", "installer/gateway/handover", "installer/gateway/socket", "installer/gateway/certificates", "installer/disk", "installer/gateway/limit", "installer/gateway/front",
			"installer/gateway/access", "installer/gateway/forward"},
		others: []string{"golang.org/x/net", "golang.org/x/sync/errgroup"},
	},
	// certificates stands apart from the way of a request: nothing that it waits
	// for is ever in a visitor's way.
	"installer/gateway/certificates": {
		ours: []string{"installer/disk"},
		// Let's Encrypt counts by registered domain, which only the list of public
		// suffixes tells.
		others: []string{"golang.org/x/crypto/acme", "golang.org/x/net/publicsuffix", "golang.org/x/sync/errgroup"},
	},
	// access is on the way of every request, and waits for nothing.
	"installer/gateway/access": {ours: []string{"installer/disk"}},
	// forward speaks with services, which may be in a stranger's hands, and knows
	// nothing else of the gateway.
	"installer/gateway/forward": {others: []string{"golang.org/x/net"}},
	// front reads what strangers write before anybody is known: nothing else is
	// within its reach.
	"installer/gateway/front": {},
	// handover and socket are how gateways speak with each other, and the
	// installer with them: a visitor's request never comes there.
	"installer/gateway/handover": {ours: []string{"installer/gateway/socket"}},
	"installer/gateway/socket":   {},
	// limit asks the kernel how much a visitor has not taken yet.
	"installer/gateway/limit": {others: []string{"golang.org/x/sys/unix"}},
	// acmetest is a real CA for tests; no program imports it.
	"installer/gateway/acmetest": {others: []string{"github.com/letsencrypt/pebble/v2", "github.com/miekg/dns"}},
	// preflight asks the zone's own servers for CAA records, which the standard
	// resolver cannot, and the kernel for its clock and its disks.
	"installer/preflight":   {ours: []string{"installer/site"}, others: []string{"github.com/miekg/dns", "golang.org/x/sys/unix"}},
	"installer/charter":     {ours: []string{"installer/site"}},
	"installer/declaration": {ours: []string{"installer/site", "installer/charter", "installer/disk"}},
	"installer/wizard": {
		ours: []string{
			"installer/catalog", "installer/site", "installer/plan", "installer/locale", "installer/wizard/background",
		},
		others: []string{"github.com/charmbracelet", "golang.org/x/sys/unix", "golang.org/x/term"},
	},
	"installer/wizard/background": {others: []string{"github.com/charmbracelet/lipgloss"}},
	// ptytest is a terminal for tests; no program imports it.
	"installer/wizard/ptytest": {others: []string{"golang.org/x/sys/unix"}},
	"installer/locale":         {others: []string{"golang.org/x/text"}},
	// source speaks with a stranger's repository, by the program git, and knows
	// nothing of what it reads.
	"installer/source": {},
	// scale says how large the tests are; only tests import it.
	"installer/scale": {},
	"installer": {
		ours: []string{
			"installer/catalog", "installer/site", "installer/vault", "installer/plan", "installer/engine",
			"installer/gateway", "installer/gateway/access", "installer/gateway/certificates", "installer/preflight",
			"installer/charter", "installer/declaration", "installer/source", "installer/disk", "installer/schedule",
		},
		others: []string{"github.com/hashicorp/hcl/v2"},
	},
	// compose reads the files of another tool and writes HCL; it knows nothing of
	// what runs here. yaml tells the lines that compose's own reader forgets.
	"installer/compose": {
		others: append([]string{"github.com/compose-spec/compose-go/v2", "go.yaml.in/yaml/v4", "github.com/distribution/reference"}, hclFamily...),
	},
	// trial drives the same code as the commands do, in a folder of its own.
	"installer/trial": {
		ours: []string{
			"installer", "installer/catalog", "installer/site", "installer/plan", "installer/engine", "installer/vault",
			"installer/disk",
		},
		others: append([]string{"golang.org/x/net/html"}, hclFamily...),
	},
	"cmd/chatiere": {
		ours: []string{
			"installer", "installer/compose", "installer/trial", "installer/disk", "installer/catalog", "installer/site", "installer/plan", "installer/engine", "installer/gateway",
			"installer/gateway/access", "installer/gateway/certificates", "installer/gateway/front", "installer/preflight",
			"installer/charter", // it judges licences: module list, show and validate
			"installer/declaration", "installer/wizard", "installer/locale", "installer/schedule",
			"modules", "templates", "examples",
		},
		others: []string{"github.com/spf13/cobra", "github.com/hashicorp/hcl/v2", "golang.org/x/term"},
	},
	"modules":   {},
	"templates": {},
	"examples":  {},
}

func TestArchitecture_ImportsFollowTheMap(t *testing.T) {
	root := ".."
	for path, imports := range importsOf(t, root) {
		allowed, known := rooms[path]
		if !known {
			t.Errorf("package %s is in no room of the map", path)
			continue
		}
		for _, imported := range imports {
			if reason := refuse(imported, allowed); reason != "" {
				t.Errorf("%s imports %s: %s", path, imported, reason)
			}
		}
	}
}

func TestArchitecture_EveryRoomExists(t *testing.T) {
	found := importsOf(t, "..")
	for path := range rooms {
		if _, exists := found[path]; !exists {
			t.Errorf("the map names %s, which does not exist", path)
		}
	}
}

func TestArchitecture_TheUsersPackagesAreUsedByTheirRooms(t *testing.T) {
	found := importsOf(t, "..")
	for path, owner := range map[string]string{
		"github.com/hashicorp/hcl/v2":        "installer/catalog",
		"github.com/docker/docker/client":    "installer/engine",
		"golang.org/x/crypto/acme/autocert":  "installer/gateway/certificates",
		"github.com/charmbracelet/bubbletea": "installer/wizard",
	} {
		if !slices.Contains(found[owner], path) {
			t.Errorf("%s does not import %s", owner, path)
		}
	}
}

func TestArchitecture_TopLevelIsTheUsers(t *testing.T) {
	allowed := strings.Fields("cmd templates modules installer go.mod go.sum examples README.md LICENSE CONTRIBUTING.md CHANGELOG.md")
	entries, err := filepath.Glob("../*")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := filepath.Base(entry); !strings.HasPrefix(name, ".") && !slices.Contains(allowed, name) {
			t.Errorf("%s stands at the top level", name)
		}
	}
}

func refuse(imported string, allowed room) string {
	if inside, ours := strings.CutPrefix(imported, modulePath+"/"); ours {
		if !slices.Contains(allowed.ours, inside) {
			return "the map has no arrow there"
		}
		return ""
	}
	if !strings.Contains(strings.Split(imported, "/")[0], ".") {
		return "" // the standard library
	}
	for _, prefix := range allowed.others {
		if imported == prefix || strings.HasPrefix(imported, prefix+"/") {
			return ""
		}
	}
	return "this package of others belongs to another room"
}

// importsOf lists what the Go files of each folder import, tests left out.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (name == "testdata" || strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found[folder] = append(found[folder], importPaths(t, path, file.Imports)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func importPaths(t *testing.T, name string, specs []*ast.ImportSpec) []string {
	t.Helper()
	paths := []string{}
	for _, spec := range specs {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		paths = append(paths, path)
	}
	return paths
}
