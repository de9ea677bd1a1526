package compose

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

// service is one service of the compose files, before it is known what it
// becomes.
type service struct {
	*section
	name        string // in compose
	label       string // in the module
	image       image
	environment []pair
	ports       []port
	called      map[string]string // by hostname and container_name
	aliases     []string
	once        bool // others wait until it has ended
	container   *container
}

// findServices reads what decides on the fate of each service: those that take
// part, in the order in which they are written.
func (i *importer) findServices(model *section) {
	all := model.inside("services")
	var names []string
	for name := range all.values {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if by := i.loaded.places.order(all.at(a)) - i.loaded.places.order(all.at(b)); by != 0 {
			return by
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		section := all.inside(name)
		if profiles := section.words("profiles"); !i.loaded.active(profiles, i.options.Profiles) {
			i.leave(section.path, say("the profile %s is off; --profile %s takes it in", strings.Join(profiles, ", "), profiles[0]))
			section.values = nil
			continue
		}
		i.services = append(i.services, i.service(name, section))
	}
	i.endingServices()
}

func (i *importer) service(name string, section *section) *service {
	s := &service{section: section, name: name, label: label(name)}
	if s.label != name {
		i.decide(section.path, say("named %q: a module's names are small letters, digits, - and _", s.label))
	}
	s.image = readImage(section.text("image"))
	s.environment = i.environment(section)
	s.ports = readPorts(section)
	s.calledBy()
	return s
}

// calledBy finds the other names of a service, and takes none of them.
func (s *service) calledBy() {
	s.called = map[string]string{}
	for _, key := range []string{"hostname", "container_name"} {
		if name, ok := s.values[key].(string); ok {
			s.called[key] = name
		}
	}
	networks, _ := s.values["networks"].(map[string]any)
	for _, name := range sortedKeys(networks) {
		of, _ := networks[name].(map[string]any)
		s.aliases = append(s.aliases, newSection(nil, of).words("aliases")...)
	}
}

// endingServices are those that others wait for to end.
func (i *importer) endingServices() {
	for _, s := range i.services {
		awaited, _ := s.values["depends_on"].(map[string]any)
		for name, how := range awaited {
			condition, _ := how.(map[string]any)
			if other := i.find(name); other != nil && condition["condition"] == "service_completed_successfully" {
				other.once = true
			}
		}
	}
}

func (i *importer) find(name string) *service {
	at := slices.IndexFunc(i.services, func(s *service) bool { return s.name == name })
	if at < 0 {
		return nil
	}
	return i.services[at]
}

// environment is what a service is given: the files that it names, then what is
// written in its own place.
func (i *importer) environment(section *section) []pair {
	found := map[string]pair{}
	var names []string
	add := func(one pair) {
		if _, known := found[one.name]; !known {
			names = append(names, one.name)
		}
		found[one.name] = one
	}
	for _, file := range section.items("env_file") {
		i.environmentFile(file, add)
	}
	for _, one := range section.pairs("environment") {
		if !one.given {
			one = i.passed(section, one)
		}
		if one.given {
			add(one)
		}
	}
	pairs := make([]pair, 0, len(names))
	for _, name := range names {
		pairs = append(pairs, found[name])
	}
	return pairs
}

// environmentFile reads one file of NAME=value. Its secrets are not read.
func (i *importer) environmentFile(file *section, add func(pair)) {
	name, required := file.text("path"), file.text("required")
	values, err := dotenv.ReadFile(filepath.Join(i.loaded.folder, name), func(string) (string, bool) { return "", false })
	if err != nil {
		if required != "false" {
			i.leave(file.at("path"), say("the file %s can’t be read", name))
		}
		return
	}
	for _, key := range sortedKeys(values) {
		value := values[key]
		if secretName(key) && secretValue(value) {
			value = mark(key)
		}
		add(pair{name: key, value: value, given: true})
	}
}

// passed is a variable without a value, which compose takes from the file .env.
func (i *importer) passed(section *section, one pair) pair {
	value, given := i.loaded.variables.lookup(one.name)
	if !given {
		i.leave(section.at("environment", one.name), say("has no value"))
	}
	return pair{name: one.name, value: value, given: given}
}
