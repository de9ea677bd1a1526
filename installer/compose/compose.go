// Package compose turns a compose file into the skeleton of a module and says
// what it could not carry over.
//
// What a compose file holds is taken field by field from the loaded model;
// whatever nobody took is named at the end, so that nothing is dropped in
// silence, not even a field that compose learns later. What only a person can
// know (licence, personal data, rights, tests) is left out of the module with a
// comment in its place: the catalogue then names each line that is missing, and
// no invented text can be mistaken for a written one.
package compose

import "context"

// Options says what to import, and into which catalogue.
type Options struct {
	Name     string              // of the module
	Files    []string            // compose files, later ones on top of the first
	Profiles []string            // on, beside those of COMPOSE_PROFILES
	Engines  map[string][]string // the engine modules there are, with their majors, oldest first

	// Sayf says the comments of the module in the language of who will read
	// them.
	Sayf func(format string, values ...any) string
}

// Skeleton is a module as far as a compose file tells it.
type Skeleton struct {
	Name    string
	Files   map[string][]byte // by their path in the module's folder
	Counts  Counts
	Left    []Finding  // stood in the compose file and is not carried over
	Decided []Finding  // is carried over in another form, or was guessed: to be looked at
	Todo    []Sentence // what only a person can write
}

// Counts is what a compose file became.
type Counts struct {
	Services   int `json:"services"`
	Containers int `json:"containers"`
	Jobs       int `json:"jobs"`
	Databases  int `json:"databases"` // and caches
	Volumes    int `json:"volumes"`
	Secrets    int `json:"secrets"`
	Routes     int `json:"routes"`
	Ports      int `json:"ports"` // open to the outside, beside the routes
}

// Read imports compose files. Variables come from the file .env beside the
// first one, as compose reads it, and never from this program's environment.
// The error is one of the compose files themselves, in compose's own words.
func Read(ctx context.Context, options Options) (*Skeleton, error) {
	loaded, err := load(ctx, options)
	if err != nil {
		return nil, err
	}
	i := newImporter(options, loaded)
	i.everything()
	skeleton := i.skeleton()
	sortFindings(skeleton.Left)
	sortFindings(skeleton.Decided)
	return skeleton, nil
}

// importer carries one project over into a draft.
type importer struct {
	options Options
	loaded  *project
	findings
	draft
	secrets   secrets
	services  []*service
	databases map[string]*database // by the compose service that they replace
	lacking   lacking
}

// lacking is what containers need and compose did not say, by their names.
type lacking struct {
	memory, health, guessed []string
	tag                     map[string][]string // containers by their image
}

func newImporter(options Options, loaded *project) *importer {
	return &importer{
		options: options, loaded: loaded,
		findings:  findings{places: loaded.places},
		draft:     draft{name: options.Name, files: map[string][]byte{}},
		secrets:   secrets{named: map[string]string{}, valued: map[string]string{}, written: map[string]string{}},
		databases: map[string]*database{},
		lacking:   lacking{tag: map[string][]string{}},
	}
}

// everything goes from what others refer to, to what refers to it.
func (i *importer) everything() {
	model := newSection(nil, i.loaded.model)
	i.variables()
	i.findServices(model)
	i.storedSecrets(model)
	i.findDatabases()
	i.allot()
	i.literalSecrets()
	for _, s := range i.services {
		i.container(s)
	}
	i.entrances()
	i.jobs()
	i.volumesOf(model)
	i.top(model)
	i.remaining(model)
}
