package gateway

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// RoutesFile is the name of the routes file in the gateway's folder.
const RoutesFile = "routes.json"

const (
	defaultBodyLimit = 64 << 20
	defaultTimeout   = 60 * time.Second
)

// Routes is all that a gateway serves. The installer writes it with Save,
// the gateway reads it with Parse; the zero value serves nothing.
type Routes struct {
	// Site is the public site of the chaton, nil while there is none.
	Site *SiteRoute `json:"site,omitempty"`
	// Routes are the entrances of services, in no particular order.
	Routes []Route `json:"routes,omitempty"`
	// Names are names that no route carries and that need a certificate all
	// the same, for software that does its own TLS.
	Names []string `json:"names,omitempty"`
	// Networks are those of services, where their containers are answered.
	Networks []Network `json:"networks,omitempty"`
	// Logs is what is written down of visitors. Absent, nothing is written, and
	// nothing that is kept is deleted.
	Logs *access.Settings `json:"logs,omitempty"`
}

// SiteRoute serves the static files of the folder that "current" points to
// in the gateway's public folder.
type SiteRoute struct {
	Host string `json:"host"`
	// Aliases are names answered with a permanent redirect to Host.
	Aliases []string `json:"aliases,omitempty"`
	// Headers are set on each answer; an empty value removes the header.
	Headers map[string]string `json:"headers,omitempty"`
}

// Route is one HTTP entrance of a service.
type Route struct {
	Host string `json:"host"`
	// Path is a prefix that begins and ends with "/" and is kept when the
	// request is forwarded. Empty means "/". The longest one wins, the site's
	// own included.
	Path string `json:"path,omitempty"`
	// Service is the name shown by the status.
	Service string `json:"service"`
	// Upstreams take turns; those that refuse connections are passed over.
	// None at all is allowed for a stopped route only.
	Upstreams []Upstream `json:"upstreams,omitempty"`
	// BodyLimit is in bytes; 0 means 64 MiB.
	BodyLimit int64 `json:"body_limit,omitempty"`
	// Timeout is the longest silence of the upstream; 0 means one minute. It
	// does not hold once a WebSocket or an event stream is open.
	Timeout Duration `json:"timeout,omitempty"`
	// Headers are set on each answer; an empty value removes the header.
	Headers map[string]string `json:"headers,omitempty"`
	// Aliases are names answered with a permanent redirect to Host.
	Aliases []string `json:"aliases,omitempty"`
	// OnTrial keeps the service out of search engines.
	OnTrial bool `json:"on_trial,omitempty"`
	// Stopped answers the maintenance page instead of forwarding.
	Stopped bool `json:"stopped,omitempty"`
	// Closing is the announced end of the service, nil while there is none.
	Closing *Closing `json:"closing,omitempty"`
}

// Upstream is one container that answers a route.
type Upstream struct {
	// Address is "ip:port", never a name: the same alias on two networks
	// resolves to the wrong service.
	Address string `json:"address"`
	// Container is the engine's identifier, shown by the status.
	Container string `json:"container,omitempty"`
}

// Duration is a time.Duration written in JSON as Go writes it: "90s", "5m0s".
type Duration time.Duration

// MarshalText writes the duration as Go does.
func (d Duration) MarshalText() ([]byte, error) {
	return []byte(time.Duration(d).String()), nil
}

// UnmarshalText reads what time.ParseDuration reads, and nothing negative.
func (d *Duration) UnmarshalText(text []byte) error {
	value, err := time.ParseDuration(string(text))
	if err != nil {
		return err
	}
	if value < 0 {
		return fmt.Errorf("the duration %s is negative", value)
	}
	*d = Duration(value)
	return nil
}

// Hosts lists every name that needs a certificate, sorted, each once: hosts
// and aliases of the site and of the routes, and the names beyond them.
func (r Routes) Hosts() []string {
	names := slices.Clone(r.Names)
	if r.Site != nil {
		names = append(append(names, r.Site.Host), r.Site.Aliases...)
	}
	for _, route := range r.Routes {
		names = append(append(names, route.Host), route.Aliases...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Save replaces the routes file of the gateway's folder in one step, with
// mode 0640; the caller gives it to the gateway's user. The gateway looks at
// it only when asked to reload.
func Save(folder string, routes Routes) error {
	data, err := json.MarshalIndent(routes, "", "  ")
	if err != nil {
		return fmt.Errorf("write the routes: %w", err)
	}
	return disk.Replace(filepath.Join(folder, RoutesFile), append(data, '\n'), 0o640)
}
