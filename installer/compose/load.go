package compose

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"go.yaml.in/yaml/v4"
)

// project is a compose project as its files say it, every short form written
// out, beside what is needed to say where each part stands.
type project struct {
	folder      string
	model       map[string]any
	environment map[string]string // of the file .env
	places      places
	variables   *interpolated
	version     bool // the obsolete line was there
}

// load reads the files the way compose does: variables put in, later files on
// top of earlier ones, extends and include followed.
func load(ctx context.Context, options Options) (*project, error) {
	p := &project{folder: filepath.Dir(options.Files[0])}
	var err error
	if p.environment, err = readEnvironment(filepath.Join(p.folder, ".env")); err != nil {
		return nil, err
	}
	p.variables = &interpolated{environment: p.environment, unset: map[string]bool{}}
	details := types.ConfigDetails{WorkingDir: p.folder, Environment: p.variables.masked()}
	for _, name := range options.Files {
		file, err := p.open(name)
		if err != nil {
			return nil, err
		}
		details.ConfigFiles = append(details.ConfigFiles, file)
	}
	p.model, err = loader.LoadModelWithContext(ctx, details, func(o *loader.Options) {
		o.SetProjectName(options.Name, true)
		o.SkipNormalization, o.SkipDefaultValues, o.SkipConsistencyCheck = true, true, true
		o.ResolvePaths = false
		o.Interpolate = &interpolation.Options{
			LookupValue: p.variables.lookup, Substitute: p.variables.substitute, TypeCastMapping: o.Interpolate.TypeCastMapping,
		}
	})
	return p, err
}

// obsolete is the line with the format's version. The loader says of it on the
// terminal, in English, what is said here with the rest.
var obsolete = regexp.MustCompile(`(?m)^version[ \t]*:`)

func (p *project) open(name string) (types.ConfigFile, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return types.ConfigFile{}, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err != nil {
		return types.ConfigFile{}, fmt.Errorf("%s: %w", name, err)
	}
	p.places = append(p.places, document{name: name, root: &root})
	if obsolete.Match(content) {
		p.version = true
		content = obsolete.ReplaceAll(content, []byte("x-version:"))
	}
	return types.ConfigFile{Filename: name, Content: content}, nil
}

// readEnvironment reads a file of NAME=value; one that is not there says
// nothing.
func readEnvironment(name string) (map[string]string, error) {
	found, err := dotenv.ReadFile(name, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return found, nil
}

// active tells whether a service with these profiles takes part.
func (p *project) active(profiles, chosen []string) bool {
	on := append(strings.Split(p.environment["COMPOSE_PROFILES"], ","), chosen...)
	return len(profiles) == 0 || slices.Contains(on, "*") || slices.ContainsFunc(profiles, func(one string) bool {
		return slices.Contains(on, one)
	})
}
