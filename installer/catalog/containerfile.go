package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Containerfile is what the kit must know of a build before it builds.
type Containerfile struct {
	Bases []string // images outside the file that stages begin with, in order
	User  string   // of the last stage, "" when no USER line sets it
	// Volumes are the paths that VOLUME lines of the last stage name: the engine
	// would put an anonymous volume there.
	Volumes []string
}

// CheckContainerfile reads a Containerfile and says everything in it that the
// classic builder, or this kit, does not do. The name is the one that
// diagnostics carry.
func CheckContainerfile(name string, src []byte) (Containerfile, hcl.Diagnostics) {
	if wrong := checkCharacters(name, src); wrong != nil {
		return Containerfile{}, hcl.Diagnostics{wrong}
	}
	if len(src) > fileLimit {
		return Containerfile{}, hcl.Diagnostics{fault(hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
			"File too large", "A Containerfile may hold %d KiB at most.", fileLimit>>10)}
	}
	r := &recipe{users: map[string]string{}, earlier: map[string][]instruction{}}
	for _, i := range r.instructions(name, src) {
		if r.full() {
			break
		}
		r.instruction(i)
	}
	r.end(name)
	return Containerfile{Bases: r.bases, User: r.user, Volumes: r.volumes}, r.diagnostics
}

// recipe is a Containerfile as far as it was read.
type recipe struct {
	faults
	bases    []string
	stages   []string          // names of stages, "" for one without
	users    map[string]string // last USER by stage name
	stage    string
	user     string
	userLine hcl.Range
	volumes  []string // of the stage and those that it begins with
	runs     []instruction
	earlier  map[string][]instruction // runs by stage name
}

var (
	baseImage   = regexp.MustCompile(`^docker\.io/library/debian:[a-z]+-slim$`)
	numericUser = regexp.MustCompile(`^[0-9]{1,10}(:[0-9]{1,10})?$`)
)

func (r *recipe) instruction(i instruction) {
	allowed, known := classicFlags()[i.word]
	if !known {
		r.add(i.subject, "Unknown instruction", "The classic builder has no instruction %q.%s", i.word, suggestion(i.word, instructionNames()))
		return
	}
	if len(r.stages) == 0 && i.word != "FROM" && i.word != "ARG" {
		r.add(i.subject, "Missing FROM", "The first instruction of a Containerfile is FROM.")
		r.stages = append(r.stages, "")
	}
	for _, flag := range i.flags {
		name, _, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		if !slices.Contains(allowed, name) {
			r.add(i.subject, "Option not allowed", "%s --%s is not known to the classic builder. Remove it.", i.word, name)
		}
	}
	switch i.word {
	case "FROM":
		r.from(i)
	case "COPY":
		r.copied(i)
	case "USER":
		r.user, r.userLine = i.argument(0), i.subject
	case "RUN":
		r.runs = append(r.runs, i)
	case "VOLUME":
		r.volumes = append(r.volumes, i.paths()...)
	}
}

// from begins a stage.
func (r *recipe) from(i instruction) {
	r.users[r.stage], r.earlier[r.stage] = r.user, r.runs
	base := i.argument(0)
	r.user, r.userLine = "", i.subject
	switch {
	case r.isStage(base):
		r.user = r.users[strings.ToLower(base)]
		r.runs = slices.Clone(r.earlier[strings.ToLower(base)])
	case base == "scratch" || baseImage.MatchString(base):
		r.bases = append(r.bases, base)
		r.volumes, r.runs = nil, nil
	default:
		r.add(i.subject, "Base not allowed",
			"FROM is docker.io/library/debian:<suite>-slim, scratch or an earlier stage, and not %q.%s", base, suggestion(base, r.known()))
	}
	name := ""
	if len(i.arguments) > 1 {
		if len(i.arguments) != 3 || !strings.EqualFold(i.arguments[1], "as") {
			r.add(i.subject, "Wrong FROM", "A stage begins with FROM image or FROM image AS name.")
		} else {
			name = strings.ToLower(i.arguments[2])
		}
	}
	r.stage = name
	r.stages = append(r.stages, name)
}

// copied checks where COPY --from takes files from: another image would be a
// base that nobody sees.
func (r *recipe) copied(i instruction) {
	for _, flag := range i.flags {
		origin, found := strings.CutPrefix(flag, "--from=")
		if !found || r.isStage(origin) {
			continue
		}
		number, err := strconv.Atoi(origin)
		if err != nil || number < 0 || number >= len(r.stages)-1 {
			r.add(i.subject, "Unknown stage", "COPY --from takes files from an earlier stage, and %q is none.%s", origin, suggestion(origin, r.known()))
		}
	}
}

func (r *recipe) end(name string) {
	start := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	r.accounts()
	switch {
	case len(r.stages) == 0:
		r.add(start, "Missing FROM", "A Containerfile begins with FROM, and this one has none.")
	case r.user != "" && !numericUser.MatchString(r.user):
		r.add(r.userLine, "User not numeric", "The last USER must be a number, and %q is none. Write for example USER 1000:1000.", r.user)
	}
}

func (r *recipe) isStage(name string) bool {
	return name != "" && slices.Contains(r.stages, strings.ToLower(name))
}

func (r *recipe) known() []string {
	known := []string{"scratch"}
	for _, stage := range r.stages {
		if stage != "" {
			known = append(known, stage)
		}
	}
	return known
}
