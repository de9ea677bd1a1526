package site

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/zclconf/go-cty/cty"
)

// passwordLength is that of a client's password: letters and digits only, so
// that it is safe in any URL.
const passwordLength = 32

// databases expands each database and cache block into the containers, volumes
// and secrets of its engine module, and adds `database` and `cache` to what
// the service's own containers see.
func (a *assembly) databases() {
	servers := map[bool]map[string]cty.Value{false: {}, true: {}}
	for _, wanted := range a.module.Databases {
		engine := a.modules.For(a.service.Name).Module(wanted.Engine)
		if engine == nil || engine.Kind != "engine" || engine.Engine == nil {
			a.author(wanted.Range, "Unknown engine", "No engine module is named \""+wanted.Engine+"\".")
			servers[wanted.Cache][wanted.Engine] = cty.DynamicVal
			continue
		}
		server := &serving{assembly: a, wanted: wanted, engine: engine}
		servers[wanted.Cache][wanted.Engine] = server.expand()
	}
	a.running = a.running.with("database", object(servers[false])).with("cache", object(servers[true]))
}

// serving is one server being made for one service.
type serving struct {
	*assembly
	wanted *catalog.Database
	engine *catalog.Module
	major  string
}

// prefix begins the names of all that belongs to the server.
func (s *serving) prefix() string { return s.engine.Name + "-" }

func (s *serving) host() string { return s.prefix() + s.engine.Engine.Container }

func (s *serving) expand() cty.Value {
	client := s.client()
	shaping := s.serviceScope().with("client", client).with("container", hostsOf(s.prefix(), s.engine.Containers))
	shaping.functions = s.functionsFor(s.service.Name, s.engine.Folder)
	running := shaping.with("secret", object(s.secretValues(s.service.Name, s.prefix(), s.engine.Secrets)))
	s.service.Secrets = append(s.service.Secrets, SecretName{Name: s.prefix() + "password", Length: passwordLength, Charset: "alphanumeric"})
	s.secretNames(s.prefix(), s.engine.Secrets)
	s.volumes()
	m := making{prefix: s.prefix(), module: s.engine, shaping: shaping, running: running}
	for _, declared := range s.engine.Containers {
		container := s.container(m, declared)
		container.Serves = true
		if declared.Name == s.engine.Engine.Container {
			container.Memory = max(container.Memory, s.size(s.wanted.Memory, s.shaping, 0))
		}
		s.service.Containers = append(s.service.Containers, container)
	}
	s.remember(running)
	s.record(running)
	return s.connection(client, running)
}

func (s *serving) remember(running scope) {
	if s.servers == nil {
		s.servers = map[string]scope{}
	}
	s.servers[s.engine.Name] = running
}

func (s *serving) volumes() {
	for _, volume := range s.engine.Volumes {
		s.service.Volumes = append(s.service.Volumes, &Volume{
			Service: s.service.Name, Name: s.prefix() + volume.Name,
			Backup: volume.Backup && !s.wanted.Cache, Description: volume.Description,
		})
	}
}

// client is what an engine module knows of whom it serves.
func (s *serving) client() cty.Value {
	s.major = s.text(s.wanted.Version, s.shaping, "")
	if !slices.Contains(s.engine.Engine.Majors, s.major) {
		s.author(s.wanted.Range, "Unknown version",
			"The engine \""+s.engine.Name+"\" has no version \""+s.major+"\". It has: "+joined(s.engine.Engine.Majors)+".")
	}
	extensions := s.list(s.wanted.Extensions, s.shaping)
	for _, extension := range extensions {
		if !slices.Contains(s.engine.Engine.Extensions, extension) {
			s.author(s.wanted.Range, "Unknown extension",
				"The engine \""+s.engine.Name+"\" has no extension \""+extension+"\". It has: "+joined(s.engine.Engine.Extensions)+".")
		}
	}
	name := databaseName(s.service.Name)
	return cty.ObjectVal(map[string]cty.Value{
		"service":    cty.StringVal(s.service.Name),
		"major":      cty.StringVal(s.major),
		"name":       cty.StringVal(name),
		"user":       cty.StringVal(name),
		"password":   cty.StringVal(s.secrets.Secret(s.service.Name, s.prefix()+"password", passwordLength, "alphanumeric")),
		"host":       cty.StringVal(s.host()),
		"extensions": listOf(extensions),
		"options":    s.options(),
	})
}

func (s *serving) options() cty.Value {
	value, ok := s.evaluate(s.wanted.Options, s.shaping, cty.DynamicPseudoType)
	if !ok {
		return cty.EmptyObjectVal
	}
	return value
}

// record keeps the commands that later dump, check and load the database.
func (s *serving) record(running scope) {
	engine := s.engine.Engine
	database := &Database{
		Engine: s.engine.Name, Major: s.major, Container: s.host(), VersionFile: engine.VersionFile,
		Dump:     s.command(engine.Dump, running),
		Check:    s.command(engine.Check, running),
		Load:     s.command(engine.Load, running),
		Password: s.command(engine.Password, running),
	}
	if engine.Volume != "" {
		database.Volume = s.prefix() + engine.Volume
	}
	s.service.Databases = append(s.service.Databases, database)
}

// connection is what the service gets: `database.ENGINE`.
func (s *serving) connection(client cty.Value, running scope) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{
		"host":     client.GetAttr("host"),
		"port":     cty.NumberIntVal(int64(s.engine.Engine.Port)),
		"name":     client.GetAttr("name"),
		"user":     client.GetAttr("user"),
		"password": client.GetAttr("password"),
		"url":      cty.StringVal(s.text(s.engine.Engine.URL, running, "")),
	})
}

// databaseName is a service's name as an SQL identifier.
func databaseName(service string) string {
	name := []byte(service)
	for i, character := range name {
		if character == '-' {
			name[i] = '_'
		}
	}
	return string(name)
}
