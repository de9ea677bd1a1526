package site

import "slices"

// connect gives the service its networks (decision 6) and each container its
// places in them, the internal one first.
func (a *assembly) connect() {
	base := a.site.Slug + "-" + a.service.Name
	internal := &Network{Service: a.service.Name, Name: base, Kind: "internal"}
	outward := &Network{Service: a.service.Name, Name: base + "-out", Kind: "out"}
	published := &Network{Service: a.service.Name, Name: base + "-pub", Kind: "pub"}
	a.service.Networks = []*Network{internal}
	for _, container := range a.service.Runs() {
		container.Hosts = a.hostsFor(container)
		container.Networks = []Attachment{{Network: internal.Name, Alias: container.Name}}
		if container.Mail {
			a.service.Relay = a.relayAddress()
		}
		switch {
		case container.Egress != nil:
			a.attach(container, outward)
		case len(container.Published) > 0:
			a.attach(container, published)
		}
	}
}

// attach gives a container its place in a second network, which the service
// then has. None is in two of these: one would undo what the other is for.
func (a *assembly) attach(container *Container, network *Network) {
	if !slices.Contains(a.service.Networks, network) {
		a.service.Networks = append(a.service.Networks, network)
	}
	container.Networks = append(container.Networks, Attachment{Network: network.Name, Alias: container.Name})
}

// hostsFor are the names that a container reaches through the gateway: the
// public ones of its service and of those that it uses, and the relay's when
// it sends mail.
func (a *assembly) hostsFor(container *Container) []string {
	seen := map[string]bool{}
	a.service.addPublicNames(seen)
	for _, name := range a.service.Uses {
		a.site.Service(name).addPublicNames(seen)
	}
	if container.Mail {
		seen[ascii(a.file.Mail.Host)] = true
	}
	return names(seen)
}

func (s *Service) addPublicNames(seen map[string]bool) {
	for _, route := range s.Routes {
		seen[route.Host] = true
	}
	for _, alias := range s.Aliases {
		seen[alias] = true
	}
}
