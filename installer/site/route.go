package site

import (
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

const wellKnown = "/.well-known/"

func (a *assembly) routes() {
	for _, declared := range a.module.Routes {
		route := &Route{
			Name:      declared.Name,
			Service:   a.service.Name,
			Host:      a.routeHost(declared),
			Path:      a.text(declared.Path, a.shaping, "/"),
			Container: a.text(declared.Container, a.shaping, ""),
			BodyLimit: a.size(declared.BodyLimit, a.shaping, 64<<20),
			Timeout:   a.duration(declared.Timeout, a.shaping, time.Minute),
			Headers:   a.strings(declared.Headers, a.running),
		}
		for name, value := range route.Headers {
			a.outside(declared.Headers.Range(), "a header", name, value)
		}
		if !strings.HasPrefix(route.Path, "/") || !strings.HasSuffix(route.Path, "/") {
			a.author(declared.Range, "Wrong path", "The path of a route begins and ends with \"/\".")
		}
		route.Port = a.portOf(declared.Range, route.Container, a.text(declared.Port, a.shaping, ""))
		a.claim(route)
		a.service.Routes = append(a.service.Routes, route)
	}
	for _, alias := range a.service.Aliases {
		a.takePlace(alias, "/", a.file.place("service."+a.service.Name+".aliases"))
	}
	a.checkHosts()
}

// routeHost is the operator's answer for that route, else the module's wish,
// else the service's own.
func (a *assembly) routeHost(declared *catalog.Route) string {
	if host, given := a.block.Hosts[declared.Name]; given {
		return ascii(host)
	}
	host := a.text(declared.Host, a.shaping, a.service.Host)
	if detail, bad := hostName(host); bad {
		a.author(declared.Range, "Wrong host", detail.String())
	}
	return ascii(host)
}

// claim takes a route's place. The site has its own host for itself, but for
// what lies under /.well-known/ at the chaton's domain.
func (a *assembly) claim(route *Route) {
	where := a.hostRange(route.Name)
	site := a.site.SiteHost()
	if route.Host == site && !strings.HasPrefix(route.Path, wellKnown) {
		a.refuse(where, say("The service %q wants %q, where the site is", a.service.Name, route.Host),
			say("Write another host for the service, or another site { host = \"…\" }."))
		return
	}
	a.takePlace(route.Host, route.Path, where)
}

func (a *assembly) takePlace(host, path string, where hcl.Range) {
	other, free := a.claimed.take(host, path, a.service.Name, where)
	if free {
		return
	}
	a.refuse(where, say("The services %q and %q both want %q", other.owner, a.service.Name, host+path),
		say("Write another host for one of them. The first stands at line %s.", line(other.where)))
}

// hostRange is the line where the operator can change a route's host.
func (a *assembly) hostRange(route string) hcl.Range {
	path := "service." + a.service.Name
	for _, each := range []string{path + ".hosts." + route, path + ".host"} {
		if where, written := a.file.Ranges[each]; written {
			return where
		}
	}
	return a.block.Range
}

// checkHosts refuses an answer for a route that the module does not have.
func (a *assembly) checkHosts() {
	known := []string{}
	for _, declared := range a.module.Routes {
		known = append(known, declared.Name)
	}
	for _, name := range names(a.block.Hosts) {
		if !slices.Contains(known, name) {
			a.refuse(a.file.place("service."+a.service.Name+".hosts."+name),
				say("The module %q has no route %q", a.module.Name, name), hint(name, known))
		}
	}
}

// portOf is the number of a container's named port.
func (a *assembly) portOf(where hcl.Range, container, name string) int {
	for _, declared := range a.module.Containers {
		if declared.Name != container {
			continue
		}
		for _, port := range declared.Ports {
			if port.Name == name {
				return int(a.whole(port.Number, a.shaping, 0, 1, 65535))
			}
		}
	}
	a.author(where, "Unknown port", "The container \""+container+"\" has no port \""+name+"\".")
	return 0
}
