package installer

import (
	"context"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Status is how a chaton does now.
type Status struct {
	Services     []ServiceStatus       `json:"services"`
	Gateway      bool                  `json:"gateway"` // it answers
	Certificates []gateway.Certificate `json:"certificates"`
	Alerts       bool                  `json:"alerts"`  // chaton.hcl says whom to tell of a fault; nothing tells them yet
	Pending      int                   `json:"pending"` // operations that `apply` would perform
}

// ServiceStatus is one service.
type ServiceStatus struct {
	Name    string `json:"name"`
	Module  string `json:"module"`
	Version string `json:"version"`
	URL     string `json:"url"`
	State   string `json:"state"` // "running", "starting", "unhealthy", "stopped", "absent"
	OnTrial bool   `json:"on_trial"`
}

// Status looks at services, gateway and certificates, and changes nothing.
func (p *Prepared) Status(ctx context.Context) Status {
	status := Status{
		Services: []ServiceStatus{}, Certificates: []gateway.Certificate{},
		Pending: len(p.Plan.Operations), Alerts: p.Site.Alert != nil,
	}
	for _, service := range p.Site.Services {
		if service.External != nil {
			continue
		}
		described := ServiceStatus{
			Name: service.Name, Module: service.Module, Version: service.ModuleVersion,
			URL: service.URL, State: "running", OnTrial: service.OnTrial(),
		}
		for _, container := range service.Containers {
			if state := p.stateOf(ctx, container); state != "running" {
				described.State = state
			}
		}
		status.Services = append(status.Services, described)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if answer, err := gateway.Dial(p.request.State.Gateway()).Status(ctx); err == nil {
		status.Gateway = true
		status.Certificates = append(status.Certificates, answer.Certificates...)
	}
	return status
}

// NeedsAPerson says that something is to be looked at: `status` then ends with
// exit code 1.
func (s Status) NeedsAPerson() bool {
	if !s.Gateway {
		return true
	}
	for _, service := range s.Services {
		if service.State != "running" && service.State != "starting" {
			return true
		}
	}
	for _, certificate := range s.Certificates {
		if certificate.State != gateway.Valid {
			return true
		}
	}
	return false
}

// stateOf says how one container does. The engine makes its first check one
// interval after the start, so for what is "starting" ours is asked instead
// (decision 12).
func (p *Prepared) stateOf(ctx context.Context, container *site.Container) string {
	existing := find(container, p.Have)
	if existing == nil {
		existing = former(container, p.Have)
	}
	switch {
	case existing == nil:
		return "absent"
	case existing.State != "running":
		return "stopped"
	case existing.Health == "unhealthy":
		return "unhealthy"
	case existing.Health == "starting" && !answers(ctx, container):
		return "starting"
	}
	return "running"
}

// former is the container of an older definition that serves still: after a
// roll-back, or before the next apply.
func former(container *site.Container, have plan.Observed) *plan.Container {
	for i, existing := range have.Containers {
		if existing.Service == container.Service && existing.Container == container.Name && existing.State == "running" {
			return &have.Containers[i]
		}
	}
	return nil
}

func answers(ctx context.Context, container *site.Container) bool {
	if container.Health.Kind == "command" || len(container.Networks) == 0 {
		return false
	}
	return engine.Probe(ctx, container.Health, container.Networks[0].Address) == nil
}
