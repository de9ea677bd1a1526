package site

import (
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// health fills the defaults of decision 12.
func (a *assembly) health(m making, declared *catalog.Container) Health {
	said := declared.Health
	if said == nil {
		a.author(declared.Range, "No health check", "A container says how to see that it works.")
		return Health{}
	}
	health := Health{
		Start:    a.duration(said.Start, m.running, time.Minute),
		Interval: a.duration(said.Interval, m.running, 30*time.Second),
		Timeout:  a.duration(said.Timeout, m.running, 5*time.Second),
		Retries:  int(a.whole(said.Retries, m.running, 3, 1, 100)),
	}
	if health.Interval < 10*time.Second {
		warning := authored(said.Range, "Health check that costs much", "An interval under 10s takes processor time from every service.")
		warning.Severity = hcl.DiagWarning
		a.diags = append(a.diags, warning)
	}
	switch {
	case said.HTTP != nil:
		health.Kind = "http"
		health.Port = a.ownPort(m, declared, said.HTTP.Port)
		health.Path = a.text(said.HTTP.Path, m.running, "/")
		health.Status = int(a.whole(said.HTTP.Status, m.running, 0, 100, 599))
		health.Host = a.service.Host
	case said.TCP != nil:
		health.Kind = "tcp"
		health.Port = a.ownPort(m, declared, said.TCP.Port)
	default:
		health.Kind = "command"
		health.Command = a.command(said.Command, m.running)
		if len(health.Command) == 0 {
			a.author(said.Range, "No health check", "Write exactly one of http, tcp and command.")
		}
	}
	return health
}

// ownPort is the number of one of the container's own ports.
func (a *assembly) ownPort(m making, declared *catalog.Container, expression hcl.Expression) int {
	name := a.text(expression, m.running, "")
	at := slices.IndexFunc(declared.Ports, func(port *catalog.Port) bool { return port.Name == name })
	if at < 0 {
		a.author(declared.Range, "Unknown port", "The container has no port \""+name+"\".")
		return 0
	}
	return int(a.whole(declared.Ports[at].Number, m.shaping, 0, 1, 65535))
}
