package engine

import (
	"slices"

	"github.com/docker/docker/api/types"
)

const (
	podmanRefused = "At %s answers Podman %s (API %s), on which a chaton does not hold what it promises: seen with 4.3.1 (Debian 12) and 5.4.2 (Debian 13)."
	podmanAdvice  = "Install Docker Engine (apt-get install docker.io, which takes the place of podman-docker) and set DOCKER_HOST to unix:///var/run/docker.sock."
)

// podmanFacts lists what a chaton asks for and does not get from Podman, the
// worst first. Each was seen on the Podman of Debian 12 and 13, with the
// requests of this room; it goes away once it was seen to be mended. The first
// four break what decisions 6 and 15 promise, and nobody would notice.
func podmanFacts() []string {
	return []string{
		"After a reboot no container starts: podman-restart.service starts those with the restart policy \"always\" only. A chaton's have \"unless-stopped\", so that an old container never writes beside its successor.",
		"A container that publishes a port and may not go out reaches the internet: Podman drops the option enable_ip_masquerade=false, and gives a warning only.",
		"UDP packets of a container that may go out arrive in other services' containers: Podman writes no firewall rule for internal networks.",
		"With 4.3.1, a container that may not go out sends names to the internet through the resolver of its network, and data in them.",
		"The log driver \"local\" does not exist: each container is refused (\"invalid log driver\").",
		"A volume made along with a container has no labels, and a new one has its owner only once the container has started: neither can be seen to before.",
		"With 4.3.1, a restart policy changed by hand cannot be put back (404 Not Found); with 5.4.2, a change of limits sets it to \"no\".",
		"The host has an address in a network only while a container of that network runs, and a stopped container no longer tells its fixed addresses: the gateway and the plan need both.",
	}
}

// isPodman goes by the name that its Docker-compatible API gives itself.
func isPodman(version types.Version) bool {
	return slices.ContainsFunc(version.Components, func(component types.ComponentVersion) bool {
		return component.Name == "Podman Engine"
	})
}

func refusePodman(host, version, api string) error {
	return &UnreachableError{
		Host: host, Format: podmanRefused, Arguments: []any{host, version, api},
		Facts: podmanFacts(), Advice: podmanAdvice,
	}
}
