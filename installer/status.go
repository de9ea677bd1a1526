package installer

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Status is how a chaton does now. Its JSON keys are part of the interface:
// keys are added, never renamed. Sizes are in bytes, moments in RFC 3339; a
// size of -1 and an absent moment are not known.
type Status struct {
	Services []ServiceStatus `json:"services"`
	Gateway  bool            `json:"gateway"` // it answers
	Mode     string          `json:"mode"`    // of the gateway, as chaton.hcl says; "none": there is to be no gateway
	// Certificates has one entry for each name. What is left of an issuer's
	// budget is not told yet; a name that must wait says until when in `next`.
	Certificates []certificates.Certificate `json:"certificates"`
	Alerts       bool                       `json:"alerts"`  // chaton.hcl says whom to tell of a fault; nothing tells them yet
	Pending      int                        `json:"pending"` // operations that `apply` would perform
	// Edited says that chaton.hcl differs from what was applied: the differences
	// are wanted then. Otherwise they were made behind our back (drift).
	Edited      bool         `json:"edited"`
	Differences []Difference `json:"differences"` // what `apply` would mend, by cause
	// Alarms is everything that wants a person, the worst first, in English.
	Alarms   []string  `json:"alarms"`
	Problems []string  `json:"problems"` // why `apply` would refuse, in English
	Retired  []Retired `json:"retired"`  // services that left, with data that stays
	Run      *Holder   `json:"run"`      // the run under way, or null
	Tasks    []Record  `json:"tasks"`    // what `tick` wrote down
	Machine  Machine   `json:"machine"`
	// Notices are what the gateway met and mended, in English: a damaged file
	// that it set aside, a root that it had to make anew.
	Notices []string `json:"notices,omitempty"`
	// Authority is the chaton's own, nil where visitors import none.
	Authority *Authority `json:"authority,omitempty"`
	// Issuing is the CA that certificates come from, nil for an issuer that is
	// none.
	Issuing *certificates.Authority `json:"issuing,omitempty"`
	// Visits is what was asked of each service this month, and Recording how
	// their writing down does.
	Visits    access.Month  `json:"visits,omitzero"`
	Recording access.Status `json:"recording,omitzero"`

	plans []plan.Problem
	ports *RefusedError
}

// Difference is one cause, and what is not as chaton.hcl says because of it.
type Difference struct {
	Cause   string   `json:"cause"` // in stable English: "it does not run"
	Objects []string `json:"objects"`
}

// Look says how the chaton of a request does. It changes nothing, and never
// takes the run lock: it answers while another run works. Ports that another
// program holds are something to be said, and no reason to say nothing.
func Look(ctx context.Context, request Request) (Status, error) {
	p, err := open(ctx, request)
	if err != nil {
		return Status{}, err
	}
	defer p.Close()
	var refused *RefusedError
	if err := p.prepare(ctx); err != nil && !errors.As(err, &refused) {
		return Status{}, err
	}
	return p.status(ctx, refused), nil
}

func (p *Prepared) status(ctx context.Context, refused *RefusedError) Status {
	state := p.request.State
	status := Status{
		Mode: p.Site.Gateway.Mode, Services: p.serviceStatus(ctx), Certificates: []certificates.Certificate{},
		Pending: len(p.Plan.Operations), Alerts: p.Site.Alert != nil,
		Edited: p.edited(), Differences: differences(p.Plan), Problems: []string{},
		Retired: []Retired{}, Run: state.running(), Tasks: state.tasks(), Machine: lookAtMachine(state.Folder),
		plans: p.Plan.Problems, ports: refused,
	}
	for _, problem := range status.plans {
		status.Problems = append(status.Problems, problem.What.String())
	}
	if refused != nil {
		status.Problems = append(status.Problems, refused.Error())
	}
	p.volumeStatus(ctx, &status)
	// A damaged file is set aside by the gateway: there is nothing to do.
	status.Visits, _ = access.Read(state.Gateway(), access.MonthOf(p.request.Clock()))
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if answer, err := gateway.Dial(state.Gateway()).Status(ctx); err == nil {
		status.Gateway = true
		status.Recording, status.Notices = answer.Records, answer.Notices
		status.Certificates, status.Issuing = append(status.Certificates, answer.Certificates...), answer.Authority
	}
	if applied := state.applied(); applied != nil && applied.Gateway.Mode == "behind" { // what the gateway holds is for containers only
		status.Certificates = state.frontCertificates(applied)
	}
	status.Authority = p.authorityStatus()
	status.Alarms = []string{}
	for _, alarm := range status.Needs(p.request.Clock()) {
		status.Alarms = append(status.Alarms, alarm.String())
	}
	return status
}

// Refusal is why `apply` would refuse, for people: a *ProblemError, a
// *RefusedError, or nil.
func (s Status) Refusal() error {
	switch {
	case len(s.plans) > 0:
		return &ProblemError{Problems: s.plans}
	case s.ports != nil:
		return s.ports
	}
	return nil
}

// Drifted says that something was changed behind our back.
func (s Status) Drifted() bool { return !s.Edited && len(s.Differences) > 0 }

// edited compares the site that chaton.hcl asks for with the one of the last
// apply, as it was written down.
func (p *Prepared) edited() bool {
	applied := p.request.State.applied()
	return applied == nil || p.Want.Shown == nil || asWritten(applied) != asWritten(p.Want.Shown)
}

// asWritten is a site without the IDs of images: they come with a run, and no
// edit makes one.
func asWritten(s *site.Site) string {
	var copied site.Site
	if json.Unmarshal([]byte(text(s)), &copied) != nil {
		return ""
	}
	for _, service := range copied.Services {
		for _, container := range service.Containers {
			container.Image.ID = ""
		}
	}
	return text(copied)
}

// differences gathers what a plan would touch by cause, in the plan's order. An
// old image that may go is no difference: nobody misses or wants anything. A
// certificate that was renewed on the host is copied by the next tick, and a
// new program brings its own files.
func differences(planned plan.Plan) []Difference {
	found := []Difference{}
	places := map[string]int{}
	for _, object := range planned.Diff() {
		if object.Action == plan.Keep || object.Kind == "image" && object.Action == plan.Remove || object.Cause == plan.Renewed || object.Cause == plan.Outdated {
			continue
		}
		at, known := places[object.Cause]
		if !known {
			at = len(found)
			places[object.Cause] = at
			found = append(found, Difference{Cause: object.Cause})
		}
		found[at].Objects = append(found[at].Objects, object.Name)
	}
	return found
}

// services of the site that run here.
func here(s *site.Site) []*site.Service {
	var services []*site.Service
	for _, service := range s.Services {
		if service.External == nil {
			services = append(services, service)
		}
	}
	return services
}
