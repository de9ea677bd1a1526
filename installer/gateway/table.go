package gateway

import (
	"net/http"
	"path"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// table is one generation of routes, made once and never changed: a request
// ends with the table it began with.
type table struct {
	// entries are by host, the longest path first.
	entries map[string][]*entry
	// aliases lead to the host that answers for them.
	aliases map[string]string
	refused []Refusal
	// size counts the routes and the site.
	size int
}

// entry is one route ready to answer; route is nil for the site.
type entry struct {
	path    string
	route   *Route
	headers map[string]string
	pool    *pool
	tally   *access.Tally
}

// newTable keeps from the former table what is known of upstreams that stay.
func newTable(routes Routes, refused []Refusal, former *table) *table {
	built := &table{entries: map[string][]*entry{}, aliases: map[string]string{}, refused: refused}
	for _, route := range routes.Routes {
		pool := newPool(route.Upstreams, former)
		built.add(route.Host, route.Aliases, &entry{path: route.Path, route: &route, headers: route.Headers, pool: pool})
	}
	if site := routes.Site; site != nil {
		built.add(site.Host, site.Aliases, &entry{path: "/", headers: site.Headers})
	}
	for _, entries := range built.entries {
		slices.SortFunc(entries, func(a, b *entry) int { return len(b.path) - len(a.path) })
	}
	return built
}

func (t *table) add(host string, aliases []string, entry *entry) {
	t.entries[host] = append(t.entries[host], entry)
	for _, alias := range aliases {
		t.aliases[alias] = host
	}
	t.size++
}

// knows says whether a name is served or redirected.
func (t *table) knows(host string) bool {
	return len(t.entries[host]) > 0 || t.aliases[host] != ""
}

// find gives the entry that a path belongs to, nil when there is none. Who
// answers must not depend on how "/a/../b/" is read, and what is no path at
// all, as in "GET http:x", belongs to nobody.
func (t *table) find(host, asked string) *entry {
	if !strings.HasPrefix(asked, "/") {
		return nil
	}
	found := t.longest(host, asked)
	if found != t.longest(host, path.Clean(asked)) {
		return nil
	}
	return found
}

// longest gives the entry of the longest path. A path without its final "/" is
// found too: /.well-known/caldav is asked for in this form.
func (t *table) longest(host, path string) *entry {
	for _, entry := range t.entries[host] {
		if strings.HasPrefix(path, entry.path) || path+"/" == entry.path {
			return entry
		}
	}
	return nil
}

// upstream finds what is known of an upstream that stays.
func (t *table) upstream(wanted Upstream) *upstream {
	if t == nil {
		return nil
	}
	for _, entries := range t.entries {
		for _, entry := range entries {
			if known := entry.pool.find(wanted); known != nil {
				return known
			}
		}
	}
	return nil
}

// apply sets the headers of a route on an answer; an empty value removes.
func applyHeaders(answer http.Header, headers map[string]string) {
	for name, value := range headers {
		if value == "" {
			answer.Del(name)
			continue
		}
		answer.Set(name, value)
	}
}

func (t *table) status() []RouteStatus {
	list := []RouteStatus{}
	for host, entries := range t.entries {
		for _, entry := range entries {
			if entry.route == nil {
				continue
			}
			list = append(list, RouteStatus{
				Host: host, Path: entry.path, Service: entry.route.Service,
				Stopped: entry.route.Stopped, Upstreams: entry.pool.status(),
			})
		}
	}
	slices.SortFunc(list, func(a, b RouteStatus) int { return strings.Compare(a.Host+a.Path, b.Host+b.Path) })
	return list
}
