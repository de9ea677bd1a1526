package installer

import (
	"context"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// The states of a service and of a container, the worst first.
const (
	Absent     = "absent"
	Unhealthy  = "unhealthy"
	Restarting = "restarting" // its program ends over and over
	Stopped    = "stopped"
	Paused     = "paused"
	Starting   = "starting"
	Running    = "running"
)

// ServiceStatus is one service.
type ServiceStatus struct {
	Name        string            `json:"name"`
	Module      string            `json:"module"`
	Version     string            `json:"version"`
	URL         string            `json:"url"`   // "" of one that nobody opens in a browser
	State       string            `json:"state"` // the worst of its containers'
	OnTrial     bool              `json:"on_trial"`
	Memory      int64             `json:"memory"`       // in use, all containers
	MemoryLimit int64             `json:"memory_limit"` // 0: at least one container has none
	Containers  []ContainerStatus `json:"containers"`
	Volumes     []VolumeStatus    `json:"volumes"`
	Jobs        []JobStatus       `json:"jobs,omitempty"` // regular ones
	// Origin is where its module comes from, "folder" or "source"; absent of one
	// that ships with the kit. Available is the version that an upgrade would take.
	Origin    string `json:"origin,omitempty"`
	Available string `json:"available,omitempty"`
	// Ports are where other programs than a browser find it, "voix.petitchaton.example:64738".
	Ports []string `json:"ports,omitempty"`
}

// ContainerStatus is one container of a service.
type ContainerStatus struct {
	Name        string    `json:"name"`
	State       string    `json:"state"`
	Since       time.Time `json:"since,omitzero"`    // it runs, ended, or fails its check
	Problem     string    `json:"problem,omitempty"` // in stable English: "not listening"
	Restarts    int       `json:"restarts"`          // by the engine
	Memory      int64     `json:"memory"`
	MemoryLimit int64     `json:"memory_limit"`
}

// serviceStatus looks at every container of every service that runs here. An
// engine that stopped answering leaves moments and sizes out.
func (p *Prepared) serviceStatus(ctx context.Context) []ServiceStatus {
	var ids []string
	for _, container := range p.Have.Containers {
		ids = append(ids, container.ID)
	}
	usage, _ := p.engine.Usage(ctx, ids)
	services := []ServiceStatus{}
	for _, service := range here(p.Site) {
		described := ServiceStatus{
			Name: service.Name, Module: service.Module, Version: service.ModuleVersion,
			URL: pageOf(service), State: Running, OnTrial: service.OnTrial(), Volumes: []VolumeStatus{}, Origin: service.Origin,
			Ports: service.Entrances(),
		}
		if len(service.Modules) > 0 {
			described.Available, _ = p.newer(service.Name, service.Modules[0])
		}
		for _, container := range service.Containers {
			if container.Job != nil {
				continue
			}
			described.Containers = append(described.Containers, p.containerStatus(ctx, container, usage))
		}
		described.addUp()
		described.Jobs = p.jobStatus(ctx, service)
		services = append(services, described)
	}
	return services
}

func pageOf(service *site.Service) string {
	if !service.HasPage() {
		return ""
	}
	return service.URL
}

// addUp makes of the containers one state and one size.
func (s *ServiceStatus) addUp() {
	worst := []string{Absent, Unhealthy, Restarting, Stopped, Paused, Starting, Running}
	unlimited := len(s.Containers) == 0
	for _, container := range s.Containers {
		if slices.Index(worst, container.State) < slices.Index(worst, s.State) {
			s.State = container.State
		}
		s.Memory += container.Memory
		s.MemoryLimit += container.MemoryLimit
		unlimited = unlimited || container.MemoryLimit == 0
	}
	if unlimited {
		s.MemoryLimit = 0
	}
}

func (p *Prepared) containerStatus(ctx context.Context, container *site.Container, usage map[string]engine.Usage) ContainerStatus {
	status := ContainerStatus{Name: container.Name, State: Absent, MemoryLimit: container.Memory}
	existing := find(container, p.Have)
	if existing == nil {
		existing = former(container, p.Have)
	}
	if existing == nil {
		return status
	}
	used := usage[existing.ID]
	status.State = p.stateOf(ctx, container, existing)
	status.Since, status.Restarts, status.Memory = used.Since, used.Restarts, used.Memory
	switch {
	case status.State == Unhealthy:
		status.Since, status.Problem = used.Failing, used.Complaint
	case used.OutOfMemory && (status.State == Stopped || status.State == Restarting):
		status.Problem = "ended for want of memory"
	}
	return status
}

// stateOf says how one container does. The engine makes its first check one
// interval after the start, so for what is "starting" ours is asked instead
// (decision 12).
func (p *Prepared) stateOf(ctx context.Context, container *site.Container, existing *plan.Container) string {
	switch {
	case existing.State == Restarting, existing.State == Paused:
		return existing.State
	case existing.State != Running:
		return Stopped
	case existing.Health == Unhealthy:
		return Unhealthy
	case existing.Health == Starting && !answers(ctx, container):
		return Starting
	}
	return Running
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
	if container.Health.Kind == "command" || container.Health.Kind == "schedule" || len(container.Networks) == 0 {
		return false
	}
	return engine.Probe(ctx, container.Health, container.Networks[0].Address) == nil
}
