package site

// connect gives the service its networks (decision 6) and each container its
// places in them, the internal one first.
func (a *assembly) connect() {
	base := a.site.Slug + "-" + a.service.Name
	internal := &Network{Service: a.service.Name, Name: base, Kind: "internal"}
	outward := &Network{Service: a.service.Name, Name: base + "-out", Kind: "out"}
	a.service.Networks = []*Network{internal}
	hosts := a.ownHosts()
	for _, container := range a.service.Containers {
		container.Hosts = hosts
		container.Networks = []Attachment{{Network: internal.Name, Alias: container.Name}}
		if container.Egress == nil {
			continue
		}
		if len(a.service.Networks) == 1 {
			a.service.Networks = append(a.service.Networks, outward)
		}
		container.Networks = append(container.Networks, Attachment{Network: outward.Name, Alias: container.Name})
	}
}

// ownHosts are the service's public names, which its containers reach through
// the gateway.
func (a *assembly) ownHosts() []string {
	seen := map[string]bool{}
	for _, route := range a.service.Routes {
		seen[route.Host] = true
	}
	for _, alias := range a.service.Aliases {
		seen[alias] = true
	}
	return names(seen)
}
