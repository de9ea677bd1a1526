package compose

import (
	"slices"
	"strings"
)

// habits takes what a module has by itself, and names where it differs.
func (i *importer) habits(s *service, c *container) {
	c.readOnly = s.text("read_only") == "true"
	c.stopGrace = i.duration(s.section, "stop_grace_period")
	i.restart(s)
	i.rights(s, c)
	if name := s.text("hostname"); name != "" && name != s.label {
		i.leave(s.at("hostname"), say("the other containers know it as %s", s.label))
	}
	if name := s.text("container_name"); name != "" && name != s.label {
		i.leave(s.at("container_name"), say("the other containers know it as %s", s.label))
	}
	if value, given := s.values["networks"].(map[string]any); given {
		networks := s.inside("networks")
		for name := range value {
			if of, _ := value[name].(map[string]any); len(of) == 0 {
				networks.take(name)
				continue
			}
			networks.inside(name)
		}
	}
}

func (i *importer) restart(s *service) {
	switch how := s.text("restart"); {
	case how == "no", strings.HasPrefix(how, "on-failure"):
		if !s.once {
			i.leave(s.at("restart"), say("a container is always started again: if this one ends by itself, make it a job"))
		}
	case how == "":
		s.take("restart")
	}
}

// rights are capabilities: every one is dropped here unless it is asked for,
// and no process gains any.
func (i *importer) rights(s *service, c *container) {
	s.take("cap_drop")
	for _, name := range s.words("cap_add") {
		if name = strings.TrimPrefix(strings.ToUpper(name), "CAP_"); name == "ALL" {
			i.leave(s.at("cap_add"), say("no container has all rights on the machine: it may not work without"))
			continue
		}
		c.rights = append(c.rights, name)
	}
	options := s.words("security_opt")
	for _, option := range options {
		if !slices.Contains([]string{"no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"}, option) {
			i.leave(s.at("security_opt"), say("%s: no container is less confined than the engine does by itself", option))
		}
	}
}

// jobs are what others wait for to end: they run in the container of another
// with the same image, before each new one of it.
func (i *importer) jobs() {
	for _, s := range i.services {
		if !s.once || s.container == nil {
			continue
		}
		host := i.host(s)
		if host == nil || s.container.command == "" {
			i.decide(s.path, say("ends by itself: make it a job, which runs in a container that stays"))
			continue
		}
		i.works = append(i.works, job{name: s.label, container: host.label, command: s.container.command})
		i.containers = slices.DeleteFunc(i.containers, func(c *container) bool { return c == s.container })
		i.lacking.forget(s.label)
		for _, key := range []string{"environment", "env_file", "volumes", "tmpfs", "user", "ports", "healthcheck", "mem_limit", "secrets", "configs"} {
			if s.has(key) {
				i.leave(s.at(key), say("a job has those of its container, %s", host.label))
			}
		}
		i.decide(s.path, say("becomes a job before each new container %s, with the environment and volumes of that one", host.label))
	}
}

// host is the container that can run what ends.
func (i *importer) host(ending *service) *service {
	at := slices.IndexFunc(i.services, func(s *service) bool {
		return !s.once && s.image.written == ending.image.written && s.image.written != "" && i.databases[s.name] == nil
	})
	if at < 0 {
		return nil
	}
	return i.services[at]
}

func (l *lacking) forget(name string) {
	for _, list := range []*[]string{&l.memory, &l.health, &l.guessed} {
		*list = slices.DeleteFunc(*list, func(one string) bool { return one == name })
	}
}
