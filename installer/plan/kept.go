package plan

import "framagit.org/chatiere/chatiere/installer/site"

func serviceNames(s *site.Site) []string {
	var names []string
	for _, service := range s.Services {
		names = append(names, service.Name)
	}
	return names
}

// kept lists what is wanted and there, for Plan.Diff, which leaves out what an
// operation touches.
func (m *maker) kept() []Object {
	var kept []Object
	keep := func(kind, service, name string) {
		kept = append(kept, Object{Kind: kind, Service: service, Name: name, Action: Keep})
	}
	for _, container := range m.want.containers() {
		if m.current(container) != nil {
			keep("container", container.Service, container.FullName())
		}
	}
	for _, network := range m.have.Networks {
		keep("network", network.Service, network.Name)
	}
	for _, volume := range m.have.Volumes {
		keep("volume", volume.Service, volume.Name)
	}
	for _, name := range sortedKeys(m.want.Routes) {
		keep("routes", ownerOfRoutes(name), routeTarget(name))
	}
	return kept
}

// ownerOfRoutes is the service that routes are of, "" for the chaton's own.
func ownerOfRoutes(name string) string {
	if name == LogsKey || name == NamesKey {
		return ""
	}
	return name
}

func serviceOf(key string) string {
	for i := range key {
		if key[i] == '/' {
			return key[:i]
		}
	}
	return key
}
