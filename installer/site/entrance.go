package site

import (
	"slices"
	"strings"
)

// HasPage says that people open the service in a browser. One that has
// published ports alone has a name, and no page.
func (s *Service) HasPage() bool { return s.External != nil || len(s.Routes) > 0 }

// Entrances lists where programs other than a browser find the service:
// "voix.petitchaton.example:64738". UDP alone is said.
func (s *Service) Entrances() []string {
	var all []string
	for _, container := range s.Containers {
		for _, publish := range container.Published {
			all = append(all, publish.entrance(s.Host))
		}
	}
	return all
}

func (p Publish) entrance(host string) string {
	if p.Loopback {
		host = "127.0.0.1"
	}
	if slices.Contains(p.Protocols, "tcp") {
		return host + ":" + strings.TrimSuffix(p.PortText("tcp"), "/tcp")
	}
	return host + ":" + p.PortText("udp")
}
