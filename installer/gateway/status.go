package gateway

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/gateway/handover"
	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// Status is what a running gateway says of itself.
type Status struct {
	// Revision is that of the running program, see the constant.
	Revision int       `json:"revision"`
	Started  time.Time `json:"started"`
	// Routes are those that are served, the site's excepted.
	Routes []RouteStatus `json:"routes"`
	// Leaving are upstreams that no route leads to any more and that still
	// answer requests.
	Leaving []Leaving `json:"leaving,omitempty"`
	// Refused are the routes left out at the last reload.
	Refused []Refusal `json:"refused,omitempty"`
	// Absent are the networks whose address this machine has not at this
	// moment; the gateway listens there all the same.
	Absent []Refusal `json:"absent,omitempty"`
	// Certificates has one entry for each name, sorted.
	Certificates []certificates.Certificate `json:"certificates"`
	// Notices are events that somebody should read, such as a damaged file
	// that was set aside.
	Notices []string `json:"notices,omitempty"`
	// Limits are what visitors were refused.
	Limits limit.Counts `json:"limits"`
	// Records is how the writing down of visits does.
	Records access.Status `json:"records"`
	// Front is what the proxy in front left out.
	Front FrontStatus `json:"front,omitzero"`
	// Listens are the addresses, with their ports, that the operator chose.
	Listens []string `json:"listens,omitempty"`
	// Former is what the gateway still does whose place this one took; nil once
	// it has nothing left to do.
	Former *handover.Report `json:"former,omitempty"`
	// Behind says that it still runs, if only to wait for the end of this one.
	Behind bool `json:"behind,omitempty"`
	// Authority is the CA that certificates are ordered from; nil for none.
	Authority *certificates.Authority `json:"authority,omitempty"`
}

// Certificate finds the state of a name.
func (s Status) Certificate(name string) (certificates.Certificate, bool) {
	for _, certificate := range s.Certificates {
		if certificate.Name == name {
			return certificate, true
		}
	}
	return certificates.Certificate{}, false
}

// RouteStatus is one route and how its upstreams do.
type RouteStatus struct {
	Host      string           `json:"host"`
	Path      string           `json:"path"`
	Service   string           `json:"service"`
	Stopped   bool             `json:"stopped,omitempty"`
	Upstreams []UpstreamStatus `json:"upstreams,omitempty"`
}

// UpstreamStatus is what the last connection to an upstream showed; an
// upstream that nobody asked for yet counts as healthy.
type UpstreamStatus struct {
	Upstream
	Healthy bool   `json:"healthy"`
	Problem string `json:"problem,omitempty"`
}

// Refusal is a route that was left out, or a network whose containers are not
// answered, and why. Service is set for a network only, Member for a part of
// the routes file that is neither.
type Refusal struct {
	Host    string `json:"host,omitempty"`
	Path    string `json:"path,omitempty"`
	Service string `json:"service,omitempty"`
	Reason  string `json:"reason"`
	Member  string `json:"member,omitempty"`
}

// Reloaded is the outcome of a reload.
type Reloaded struct {
	Accepted int       `json:"accepted"`
	Refused  []Refusal `json:"refused,omitempty"`
}
