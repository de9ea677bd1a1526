package compose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// opened is a port, or ports side by side, of one container.
type opened struct {
	first, last, published int
	protocols              []string
	path                   []string
}

// published opens what compose published, but what the gateway has.
func (i *importer) published(s *service) {
	var all []opened
	for _, each := range s.ports {
		switch {
		case each.published == 0 && slices.Contains(each.path, "expose"):
		case i.routed(s, each):
		case each.published == 0:
			i.leave(each.path, say("opened to a port by chance: name the port, and write a block publish"))
		case each.address == "127.0.0.1" || each.address == "::1":
			i.leave(each.path, say("open on this machine only: the gateway reaches containers by itself"))
		case each.published == 80 || each.published == 443:
			i.leave(each.path, say("the gateway has the ports 80 and 443, and the certificates"))
		default:
			all = together(all, each)
		}
	}
	for _, each := range sideBySide(all) {
		i.publish(s, each)
	}
}

// routed tells whether a port is that of a route already.
func (i *importer) routed(s *service, p port) bool {
	return slices.ContainsFunc(i.routes, func(r route) bool {
		return r.container == s.label && r.port == s.container.port(p.number)
	})
}

// together joins the protocols of one port.
func together(all []opened, p port) []opened {
	for at, each := range all {
		if each.first == p.number && each.published == p.published {
			if !slices.Contains(each.protocols, p.protocol) {
				all[at].protocols = append(each.protocols, p.protocol)
			}
			return all
		}
	}
	return append(all, opened{first: p.number, last: p.number, published: p.published, protocols: []string{p.protocol}, path: p.path})
}

// sideBySide joins ports into ranges, which are published one to one.
func sideBySide(all []opened) []opened {
	slices.SortStableFunc(all, func(a, b opened) int { return a.first - b.first })
	var joined []opened
	for _, each := range all {
		last := len(joined) - 1
		if last >= 0 && joined[last].last+1 == each.first && each.first == each.published &&
			joined[last].first == joined[last].published && slices.Equal(joined[last].protocols, each.protocols) {
			joined[last].last = each.last
			continue
		}
		joined = append(joined, each)
	}
	return joined
}

func (i *importer) publish(s *service, o opened) {
	one := publish{name: s.label + "-" + strconv.Itoa(o.first), container: s.label, protocols: o.protocols}
	if o.last > o.first {
		one.ports = strconv.Itoa(o.first) + "-" + strconv.Itoa(o.last)
	} else {
		one.port = s.container.port(o.first)
	}
	if o.published != o.first {
		one.hostPort = o.published
	}
	i.publishes = append(i.publishes, one)
	i.decide(o.path, say("is open to the outside as it was: block publish %q; without need, remove it", one.name))
}

// rename gives a port the name by which a route or a check speaks of it.
func (c *container) rename(number int, name string) string {
	c.port(number)
	for at := range c.ports {
		if c.ports[at].number == number {
			if c.health.port == c.ports[at].name {
				c.health.port = name
			}
			c.ports[at].name = name
		}
	}
	return name
}

func hasWord(name, word string) bool {
	return slices.Contains(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }), word)
}

var (
	traefikPort  = regexp.MustCompile(`^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$`)
	traefikRule  = regexp.MustCompile(`^traefik\.http\.routers\.[^.]+\.rule$`)
	traefikKnown = regexp.MustCompile("(Host|PathPrefix)\\([`\"'][^`\"']*[`\"']\\)")
	traefikMore  = regexp.MustCompile(`[A-Za-z!]|\|\|`)
	traefikPath  = regexp.MustCompile("PathPrefix\\([`\"']([^`\"']*)[`\"']")
)

// labels are those of a service, which stay in place: what they say to others
// is named with what is not carried over.
func (s *service) labels() []pair {
	return newSection(nil, map[string]any{"labels": s.values["labels"]}).pairs("labels")
}

// traefik is the port that a service told Traefik, or 0.
func (s *service) traefik() int {
	for _, each := range s.labels() {
		if traefikPort.MatchString(each.name) {
			return number(each.value)
		}
	}
	return 0
}

// labelled makes the routes that Traefik was told of.
func (i *importer) labelled() bool {
	for _, s := range i.services {
		if s.container == nil || s.traefik() == 0 {
			continue
		}
		path, simple := s.traefikPath()
		if !simple {
			i.leave(s.at("labels"), say("the rule told to Traefik is more than a path: write the route"))
			continue
		}
		if slices.ContainsFunc(i.routes, func(r route) bool { return r.path == path }) {
			continue
		}
		i.routes = append(i.routes, route{name: s.label, container: s.label, port: s.container.rename(s.traefik(), "http"), path: path})
		i.decide(s.at("labels"), say("what Traefik was told becomes a route of the path %s", path))
	}
	return len(i.routes) > 0
}

// traefikPath is the path of its rules, "/" without one. A route knows a host
// and a path: a rule that says more is not simple.
func (s *service) traefikPath() (path string, simple bool) {
	path = "/"
	for _, each := range s.labels() {
		if !traefikRule.MatchString(each.name) {
			continue
		}
		if traefikMore.MatchString(traefikKnown.ReplaceAllString(each.value, "")) {
			return "", false
		}
		if found := traefikPath.FindStringSubmatch(each.value); found != nil {
			path = strings.TrimSuffix(found[1], "/") + "/"
		}
	}
	return path, true
}
