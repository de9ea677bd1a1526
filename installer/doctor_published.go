package installer

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
)

// lookAtPublished says whether services can have the ports that they publish.
func (d *diagnosing) lookAtPublished() []Check {
	var texts []string
	for _, container := range d.Site.Containers() {
		for _, publish := range container.Published {
			texts = append(texts, publish.String())
		}
	}
	if len(texts) == 0 {
		return nil
	}
	wanted := portsToOpen(d.Site, d.Have)
	fine := plan.Say("Ports that services publish are free: %s.", strings.Join(texts, ", "))
	if len(wanted) == 0 {
		fine = plan.Say("Ports that services publish are theirs: %s.", strings.Join(texts, ", "))
	}
	name := func(id string) string { return d.neighbours.Names[id] }
	return judged("published ports", preflight.BusyPublished(wanted, name), fine)
}
