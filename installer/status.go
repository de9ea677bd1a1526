package installer

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Status is how a chaton does now. Its JSON keys are part of the interface:
// keys are added, never renamed. Sizes are in bytes, moments in RFC 3339; a
// size of -1 and an absent moment are not known.
type Status struct {
	Services []ServiceStatus `json:"services"`
	Gateway  bool            `json:"gateway"` // it answers
	// Certificates has one entry for each name. What is left of an issuer's
	// budget is not told yet; a name that must wait says until when in `next`.
	Certificates []gateway.Certificate `json:"certificates"`
	Alerts       bool                  `json:"alerts"`  // chaton.hcl says whom to tell of a fault; nothing tells them yet
	Pending      int                   `json:"pending"` // operations that `apply` would perform
	// Edited says that chaton.hcl differs from what was applied: the differences
	// are wanted then. Otherwise they were made behind our back (drift).
	Edited      bool         `json:"edited"`
	Differences []Difference `json:"differences"` // what `apply` would mend, by cause
	Problems    []string     `json:"problems"`    // why `apply` would refuse, in English
	Retired     []Retired    `json:"retired"`     // services that left, with data that stays
	Run         *Holder      `json:"run"`         // the run under way, or null
	Tasks       []Record     `json:"tasks"`       // what `tick` wrote down
	Machine     Machine      `json:"machine"`

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
		Services: p.serviceStatus(ctx), Certificates: []gateway.Certificate{},
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
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if answer, err := gateway.Dial(state.Gateway()).Status(ctx); err == nil {
		status.Gateway = true
		status.Certificates = append(status.Certificates, answer.Certificates...)
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

// expirySoon is when a certificate that was not renewed wants a person: the
// gateway renews at a third of its life left, thirty days of ninety.
const expirySoon = 14 * 24 * time.Hour

// NeedsAPerson says that something is to be looked at: `status` then ends with
// exit code 1. What a run under way has taken down is not counted.
func (s Status) NeedsAPerson(now time.Time) bool {
	if len(s.Problems) > 0 || s.failedTask() {
		return true
	}
	for _, certificate := range s.Certificates {
		if certificate.State != gateway.Valid || soon(certificate, now) {
			return true
		}
	}
	if s.Run != nil {
		return false
	}
	if !s.Gateway || s.Drifted() {
		return true
	}
	for _, service := range s.Services {
		if service.State != Running && service.State != Starting {
			return true
		}
	}
	return false
}

// Drifted says that something was changed behind our back.
func (s Status) Drifted() bool { return !s.Edited && len(s.Differences) > 0 }

// soon says that a certificate runs out and nothing has renewed it. One that
// lives for days, as an internal one may, is renewed when a third is left.
func soon(certificate gateway.Certificate, now time.Time) bool {
	life := certificate.NotAfter.Sub(certificate.NotBefore)
	return now.Add(min(expirySoon, life/6)).After(certificate.NotAfter)
}

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
// old image that may go is no difference: nobody misses or wants anything.
func differences(planned plan.Plan) []Difference {
	found := []Difference{}
	places := map[string]int{}
	for _, object := range planned.Diff() {
		if object.Action == plan.Keep || object.Kind == "image" && object.Action == plan.Remove {
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
