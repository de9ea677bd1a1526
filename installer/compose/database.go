package compose

import (
	"slices"
	"strings"
)

// database is a server that the platform runs in the place of a service.
type database struct {
	engine  string // the engine module: postgresql, mariadb, redis
	cache   bool
	version string
	service *service

	password string // as it was written: a mark, or the word itself
}

// expression is one of the values that a database gives: host, port, name,
// user, password.
func (d *database) expression(name string) string {
	if d.cache {
		return "cache." + d.engine + "." + name
	}
	return "database." + d.engine + "." + name
}

// served says which engine module runs what these images run.
func served(base string) (engine string, cache bool) {
	switch base {
	case "postgres", "postgresql", "postgis", "pgvector", "pgautoupgrade", "timescaledb":
		return "postgresql", false
	case "mariadb", "mysql", "percona":
		return "mariadb", false
	case "redis", "valkey", "keydb", "dragonfly":
		return "redis", true
	}
	return "", false
}

// findDatabases gives the servers of known databases to the platform: one of
// each engine, as a service has one of each.
func (i *importer) findDatabases() {
	for _, s := range i.services {
		engine, cache := served(s.image.base)
		majors := i.options.Engines[engine]
		if len(majors) == 0 {
			continue
		}
		if slices.ContainsFunc(i.draft.databases, func(d *database) bool { return d.engine == engine }) {
			i.decide(s.path, say("stays a container: the platform runs one %s for a service, and it is the other one", engine))
			continue
		}
		found := &database{engine: engine, cache: cache, service: s, version: i.major(s, engine, majors)}
		i.draft.databases = append(i.draft.databases, found)
		i.databases[s.name] = found
		i.handOver(found)
	}
}

// major is the version that the engine module has of what was asked for.
func (i *importer) major(s *service, engine string, majors []string) string {
	wanted := strings.TrimLeft(s.image.tag, "v")
	for _, major := range majors {
		if wanted == major || strings.HasPrefix(wanted, major+".") || strings.HasPrefix(wanted, major+"-") {
			return major
		}
	}
	newest := majors[len(majors)-1]
	i.decide(s.at("image"), say("becomes %s %s, the newest that the catalogue has, and not %s", engine, newest, s.image.written))
	return newest
}

// handOver takes what the platform does in its own way, and keeps the words
// that other services know the database by.
func (i *importer) handOver(d *database) {
	s := d.service
	for _, key := range []string{"container_name", "hostname", "restart", "volumes", "healthcheck", "expose", "networks", "user", "tmpfs", "shm_size", "stop_grace_period", "mem_limit"} {
		s.take(key)
	}
	s.path = slices.Clone(s.path)
	i.decide(s.path, say("is run by the platform, with its own image, user, volume, health and dumps: block %s %q", d.kind(), d.engine))
	for _, each := range s.environment {
		i.known(d, each)
	}
}

func (d *database) kind() string {
	if d.cache {
		return "cache"
	}
	return "database"
}

// known reads the environment of a database: what the platform gives under
// another name, and what it does not give.
func (i *importer) known(d *database, each pair) {
	name := strings.ToUpper(each.name)
	switch {
	case strings.Contains(name, "ROOT"):
		i.leave(d.service.at("environment", each.name), say("a service is a user of its database and never its administrator"))
	case strings.HasSuffix(name, "PASSWORD"), strings.HasSuffix(name, "PASS"):
		i.secretIs(d, each.value)
	case strings.HasSuffix(name, "_USER"), strings.HasSuffix(name, "_DB"), strings.HasSuffix(name, "_DATABASE"), name == "PGDATA":
	default:
		i.leave(d.service.at("environment", each.name), say("a setting of a server that the platform runs: look whether an option of the engine module does the same"))
	}
}

// secretIs binds a password, however it was written, to what the platform
// gives. Where two servers had the same one, the first has it here; who speaks
// to the other is told by refer.
func (i *importer) secretIs(d *database, value string) {
	d.password = value
	if found := marked.FindStringSubmatch(value); found != nil && found[0] == value {
		if i.secrets.named[found[1]] == "" {
			i.secrets.named[found[1]] = d.expression("password")
		}
		return
	}
	if secretValue(value) && i.secrets.valued[value] == "" {
		i.secrets.valued[value] = d.expression("password")
	}
}

// setting is what a database was told, for example its user.
func (d *database) setting(suffixes ...string) string {
	for _, each := range d.service.environment {
		for _, suffix := range suffixes {
			if strings.HasSuffix(strings.ToUpper(each.name), suffix) && !strings.Contains(strings.ToUpper(each.name), "ROOT") {
				return each.value
			}
		}
	}
	return ""
}
