package site

import "strconv"

// URLOf writes an address of this chaton with the port that visitors need.
func (s *Site) URLOf(host string) string {
	port := s.Gateway.VisitorsPort()
	if port == standardPort {
		return "https://" + host
	}
	return "https://" + host + ":" + strconv.Itoa(port)
}

// HostNames lists every name that visitors of the gateway use, each of which
// needs a certificate: the site's own first, then services in order, without
// repetition.
func (s *Site) HostNames() []string {
	seen := map[string]bool{}
	var names []string
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if s.Page.Publish == "gateway" || s.Page.Publish == "" {
		add(s.SiteHost())
	}
	for _, service := range s.Services {
		if service.External != nil {
			continue
		}
		for _, route := range service.Routes {
			add(route.Host)
		}
		for _, alias := range service.Aliases {
			add(alias)
		}
	}
	return names
}

// SiteHost is the host of the public pages.
func (s *Site) SiteHost() string {
	if s.Page.Host != "" {
		return s.Page.Host
	}
	return s.Domain
}

// Service returns the service of that name, or nil.
func (s *Site) Service(name string) *Service {
	for _, service := range s.Services {
		if service.Name == name {
			return service
		}
	}
	return nil
}
