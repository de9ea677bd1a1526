package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"golang.org/x/net/http/httpguts"
)

// Parse reads a routes file. Each route is judged alone: the errors say host,
// path and reason of those that were refused, the others are in the result.
// When the data is no JSON object the result is empty and there is one error.
func Parse(data []byte) (Routes, []error) {
	routes, refused, err := parse(data)
	if err != nil {
		return Routes{}, []error{err}
	}
	var problems []error
	for _, refusal := range refused {
		problems = append(problems, errors.New(refusal.String()))
	}
	return routes, problems
}

// String is one line for people.
func (r Refusal) String() string {
	if r.Member != "" {
		return fmt.Sprintf("%s refused: %s", r.Member, r.Reason)
	}
	if r.Service != "" {
		return fmt.Sprintf("network of service %s refused: %s", r.Service, r.Reason)
	}
	if r.Host == "" {
		return "route refused: " + r.Reason
	}
	return fmt.Sprintf("route %s%s refused: %s", r.Host, r.Path, r.Reason)
}

// draft is the routes file with each route still unread, so that a wrong type
// in one spoils no other.
type draft struct {
	Site   json.RawMessage   `json:"site"`
	Routes []json.RawMessage `json:"routes"`
	Names  []json.RawMessage `json:"names"`

	Networks []json.RawMessage `json:"networks"`
	Logs     json.RawMessage   `json:"logs"`
}

func parse(data []byte) (Routes, []Refusal, error) {
	var written draft
	if err := json.Unmarshal(data, &written); err != nil {
		return Routes{}, nil, fmt.Errorf("read the routes: %s is no valid JSON: %w", RoutesFile, err)
	}
	reader := &reader{taken: map[string]string{}}
	reader.readSite(written.Site)
	for _, raw := range written.Routes {
		reader.readRoute(raw)
	}
	for _, raw := range written.Names {
		reader.readName(raw)
	}
	for _, raw := range written.Networks {
		reader.readNetwork(raw)
	}
	reader.readLogs(written.Logs)
	return reader.routes, reader.refused, nil
}

// reader gathers what is good and what is refused. The first of two routes
// that claim the same place keeps it.
type reader struct {
	routes  Routes
	refused []Refusal
	// taken maps host and path, or an alias, to who has it.
	taken map[string]string
}

func (r *reader) readSite(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var site SiteRoute
	err := json.Unmarshal(raw, &site)
	if err == nil {
		err = errors.Join(checkHost(site.Host), checkAliases(site.Host, site.Aliases), checkHeaders(site.Headers))
	}
	if err == nil {
		err = r.take("the site", site.Host, "/", site.Aliases)
	}
	if err != nil {
		r.refuse(site.Host, "/", err)
		return
	}
	r.routes.Site = &site
}

func (r *reader) readRoute(raw json.RawMessage) {
	var route Route
	err := json.Unmarshal(raw, &route)
	if route.Path == "" {
		route.Path = "/"
	}
	if err == nil {
		err = route.check()
	}
	if err == nil {
		err = r.take("service "+route.Service, route.Host, route.Path, route.Aliases)
	}
	if err != nil {
		r.refuse(route.Host, route.Path, err)
		return
	}
	r.routes.Routes = append(r.routes.Routes, route)
}

// readLogs takes the settings of logs as a whole: half a decision is none.
func (r *reader) readLogs(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var settings access.Settings
	err := json.Unmarshal(raw, &settings)
	if err == nil {
		err = settings.Check()
	}
	if err != nil {
		r.refused = append(r.refused, Refusal{Member: "logs", Reason: oneLine(err)})
		return
	}
	r.routes.Logs = &settings
}

func (r *reader) readName(raw json.RawMessage) {
	var name string
	err := json.Unmarshal(raw, &name)
	if err == nil {
		err = checkHost(name)
	}
	if err != nil {
		r.refuse(name, "", err)
		return
	}
	r.routes.Names = append(r.routes.Names, name)
}

func (r *reader) refuse(host, path string, err error) {
	r.refused = append(r.refused, Refusal{Host: host, Path: path, Reason: oneLine(err)})
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// take claims the place of a route and the names of its aliases. An alias is
// a whole host: nothing else may live there.
func (r *reader) take(who, host, path string, aliases []string) error {
	if owner, found := r.taken[host+path]; found {
		return fmt.Errorf("%s already has this host and path", owner)
	}
	if owner, found := r.taken["alias "+host]; found {
		return fmt.Errorf("%s already has %s as an alias", owner, host)
	}
	for _, alias := range aliases {
		if owner, found := r.taken["host "+alias]; found {
			return fmt.Errorf("the alias %s is the host of %s", alias, owner)
		}
		if owner, found := r.taken["alias "+alias]; found {
			return fmt.Errorf("%s already has the alias %s", owner, alias)
		}
	}
	r.taken[host+path], r.taken["host "+host] = who, who
	for _, alias := range aliases {
		r.taken["alias "+alias] = who
	}
	return nil
}

func (r Route) check() error {
	problems := []error{checkHost(r.Host), checkPath(r.Path), checkAliases(r.Host, r.Aliases), checkHeaders(r.Headers)}
	if r.BodyLimit < 0 {
		problems = append(problems, fmt.Errorf("the body limit %d is negative", r.BodyLimit))
	}
	if len(r.Upstreams) == 0 && !r.Stopped {
		problems = append(problems, errors.New("it has no upstream and is not stopped"))
	}
	for _, upstream := range r.Upstreams {
		problems = append(problems, checkUpstream(upstream))
	}
	problems = append(problems, r.Closing.check())
	return errors.Join(problems...)
}

func checkPath(path string) error {
	if !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/") {
		return fmt.Errorf(`the path %q must begin and end with "/"`, path)
	}
	if strings.ContainsAny(path, "?#%\\ ") || strings.Contains(path, "//") || strings.Contains(path, "/../") || strings.Contains(path, "/./") {
		return fmt.Errorf("the path %q is no plain prefix", path)
	}
	return nil
}

func checkUpstream(upstream Upstream) error {
	address, err := netip.ParseAddrPort(upstream.Address)
	if err != nil || address.Port() == 0 {
		return fmt.Errorf(`the upstream %q is not written "address:port"`, upstream.Address)
	}
	return nil
}

func checkAliases(host string, aliases []string) error {
	var problems []error
	for _, alias := range aliases {
		problems = append(problems, checkHost(alias))
		if alias == host {
			problems = append(problems, fmt.Errorf("the alias %s is the host itself", alias))
		}
	}
	return errors.Join(problems...)
}

func checkHeaders(headers map[string]string) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(headers[name]) {
			problems = append(problems, fmt.Errorf("the header %q is not valid", name))
		}
	}
	return errors.Join(problems...)
}
