package gateway

import "time"

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
	Certificates []Certificate `json:"certificates"`
	// Notices are events that somebody should read, such as a damaged file
	// that was set aside.
	Notices []string `json:"notices,omitempty"`
}

// Certificate finds the state of a name.
func (s Status) Certificate(name string) (Certificate, bool) {
	for _, certificate := range s.Certificates {
		if certificate.Name == name {
			return certificate, true
		}
	}
	return Certificate{}, false
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
// answered, and why. Service is set for a network only.
type Refusal struct {
	Host    string `json:"host,omitempty"`
	Path    string `json:"path,omitempty"`
	Service string `json:"service,omitempty"`
	Reason  string `json:"reason"`
}

// CertificateState says where a name stands.
type CertificateState string

// The states of a certificate.
const (
	// Valid: a certificate is served.
	Valid CertificateState = "valid"
	// Pending: no certificate yet, an attempt runs or is about to.
	Pending CertificateState = "pending"
	// Waiting: no certificate, the last attempt failed, the next has a date.
	Waiting CertificateState = "waiting"
	// Expired: the certificate served is out of date.
	Expired CertificateState = "expired"
)

// Certificate is the state of one name.
type Certificate struct {
	Name string `json:"name"`
	// Issuer is the kind of issuer, and for "acme" the address of its directory.
	Issuer    string           `json:"issuer"`
	State     CertificateState `json:"state"`
	NotBefore time.Time        `json:"not_before,omitzero"`
	NotAfter  time.Time        `json:"not_after,omitzero"`
	// Problem is why the last attempt failed, in the CA's own words when it
	// gave any; empty once an attempt succeeded.
	Problem string `json:"problem,omitempty"`
	// Tried and Next are the dates of the last attempt and of the next.
	Tried time.Time `json:"tried,omitzero"`
	Next  time.Time `json:"next,omitzero"`
}

// Reloaded is the outcome of a reload.
type Reloaded struct {
	Accepted int       `json:"accepted"`
	Refused  []Refusal `json:"refused,omitempty"`
}
