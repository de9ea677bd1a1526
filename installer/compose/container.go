package compose

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
)

// allot decides what stands in the place of each service: the platform's own
// server, the gateway, or a container.
func (i *importer) allot() {
	for _, s := range i.services {
		switch {
		case i.databases[s.name] != nil:
		case isFront(s.image.base):
			i.decide(s.path, say("the gateway stands in its place: it has the certificates and the public ports"))
			s.values = nil
		default:
			s.container = &container{name: s.label}
		}
	}
}

// container carries one service over, unless something else stands in its
// place.
func (i *importer) container(s *service) {
	if s.container == nil {
		return
	}
	c := s.container
	c.image = i.takeImage(s)
	i.commands(s, c)
	i.user(s, c)
	i.variablesOf(s, c)
	i.mounts(s, c)
	i.limits(s, c)
	i.after(s, c)
	i.listening(s, c)
	i.health(s, c)
	i.habits(s, c)
	i.containers = append(i.containers, c)
}

// isFront tells what does a gateway's work.
func isFront(base string) bool {
	return slices.Contains([]string{"traefik", "nginx-proxy", "acme-companion", "letsencrypt-nginx-proxy-companion", "caddy-docker-proxy", "certbot"}, base)
}

func (i *importer) commands(s *service, c *container) {
	c.command = i.command(s, "command")
	c.entrypoint = i.command(s, "entrypoint")
}

// command is a list of words; one with a secret in it would show it to everyone
// on the machine.
func (i *importer) command(s *service, key string) string {
	value, given := s.take(key)
	if !given {
		return ""
	}
	var words types.ShellCommand
	if err := words.DecodeMapstructure(value); err != nil {
		i.leave(s.at(key), say("can’t be read as words: %s", err.Error()))
		return ""
	}
	for at, word := range words {
		words[at] = i.refer(s, "", word)
		if i.secret(words[at]) {
			i.leave(s.at(key), say("holds a secret, which every process list would show: give it in env or in a file"))
			return ""
		}
	}
	return i.list(words)
}

// secret tells whether a text holds one.
func (i *importer) secret(text string) bool {
	for _, found := range marked.FindAllStringSubmatch(text, -1) {
		expression, direct := strings.CutPrefix(found[1], "=")
		if !direct || strings.HasPrefix(expression, "secret.") || strings.HasSuffix(expression, ".password") {
			return true
		}
	}
	return false
}

var (
	numeric  = regexp.MustCompile(`^\d+:\d+$`)
	superman = regexp.MustCompile(`^(0|root)(:(0|root))?$`)
)

// user is "uid:gid"; a name means nothing outside of its image.
func (i *importer) user(s *service, c *container) {
	user := s.text("user")
	switch {
	case user == "":
	case superman.MatchString(user):
		c.user = `"0:0"`
	case numeric.MatchString(user):
		c.user = strconv.Quote(user)
	default:
		i.leave(s.at("user"), say("write user as \"uid:gid\" in digits: what %q is, only the image knows", user))
	}
}

// variablesOf gives a container its environment, with references in the place
// of secrets, databases and the relay.
func (i *importer) variablesOf(s *service, c *container) {
	for _, each := range s.environment {
		if field := s.mailField(each.name); field != "" {
			i.decide(s.at("environment", each.name), say("becomes mail.%s, of the chaton’s relay", field))
			c.env = append(c.env, assignment{each.name, relayed(field)})
			continue
		}
		value := i.refer(s, each.name, each.value)
		value = i.secrets.hidden(each.name, value)
		c.env = append(c.env, assignment{each.name, i.quote(value)})
		if local.MatchString(value) {
			i.decide(s.at("environment", each.name), say("holds an address: write service.url or service.host in its place if it is the one people visit"))
		}
	}
}

var local = regexp.MustCompile(`^https?://(localhost|127\.0\.0\.1|[a-z0-9.-]*example\.(com|org|net))|^[a-z0-9.-]*example\.(com|org|net)$`)

// limits are memory, processors and processes, in either of the two places where
// compose has them.
func (i *importer) limits(s *service, c *container) {
	limits := s.inside("deploy").inside("resources").inside("limits")
	c.memory = i.size(s.section, "mem_limit")
	if written := i.size(limits, "memory"); written != "" {
		c.memory = written
	}
	c.cpus = limits.text("cpus") + s.text("cpus")
	if _, err := strconv.ParseFloat(c.cpus, 64); err != nil {
		c.cpus = ""
	}
	c.pids = limits.text("pids")
	if c.pids == "" {
		c.pids = s.text("pids_limit")
	}
	if number, err := strconv.Atoi(c.pids); err != nil || number < 1 {
		c.pids = ""
	}
	if c.memory == "" {
		i.lacking.memory = append(i.lacking.memory, c.name)
	}
}

// size is a size as the module language writes it, from compose's, quoted.
func (i *importer) size(at *section, key string) string {
	value, given := at.take(key)
	if !given {
		return ""
	}
	var size types.UnitBytes
	if err := size.DecodeMapstructure(value); err != nil || size <= 0 {
		i.leave(at.at(key), say("%s is not a size", fmt.Sprint(value)))
		return ""
	}
	return strconv.Quote(bytesText(int64(size)))
}

func bytesText(size int64) string {
	for _, unit := range []struct {
		shift int
		name  string
	}{{30, "GiB"}, {20, "MiB"}, {10, "KiB"}} {
		if size%(1<<unit.shift) == 0 {
			return strconv.FormatInt(size>>unit.shift, 10) + unit.name
		}
	}
	return strconv.FormatInt(size, 10) + "B"
}

// after is whom a container waits for. Databases come first by themselves, and
// what ends is a job.
func (i *importer) after(s *service, c *container) {
	awaited := s.inside("depends_on")
	for _, name := range sortedKeys(awaited.values) {
		awaited.take(name)
		other := i.find(name)
		switch {
		case other == nil:
			i.leave(awaited.at(name), say("it is not carried over"))
		case i.databases[name] != nil, isFront(other.image.base), other.once && i.host(other) != nil:
		default:
			c.after = append(c.after, other.label)
		}
	}
}
