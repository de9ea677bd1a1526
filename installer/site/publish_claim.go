package site

import (
	"slices"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// portClaim is whose some ports of the host are.
type portClaim struct {
	service string
	publish Publish
	where   hcl.Range
}

// claimPorts takes the ports of the host, or says who has them. The operator is
// shown a line of chaton.hcl; what stands twice in one module is its author's.
func (a *assembly) claimPorts(declared *catalog.Publish, publish Publish) {
	where := a.block.Range
	if a.gatewayHas(publish, where) {
		return
	}
	for _, other := range a.taken {
		if !publish.Shares(other.publish) {
			continue
		}
		if other.service == a.service.Name {
			a.author(declared.Range, "Port published twice", "The publish \""+other.publish.Name+"\" has it already.")
			return
		}
		a.refuse(where, say("The services %q and %q both publish %s", other.service, a.service.Name, publish.String()),
			say("Two services can't hold one port of this machine: change a setting of one of them, or leave one out. The first stands at line %s.", line(other.where)))
		return
	}
	a.taken = append(a.taken, portClaim{service: a.service.Name, publish: publish, where: where})
}

// gatewayHas refuses a port that the gateway opens. It listens in every network
// of a service too, and there at the relay's port, so that no other address of
// this machine is any better.
func (a *assembly) gatewayHas(publish Publish, where hcl.Range) bool {
	gateway := a.site.Gateway
	held := []heldPort{{gateway.HTTP, "gateway.http"}, {gateway.HTTPS, "gateway.https"}, {gateway.Metrics, "gateway.metrics"}}
	if a.file.Mail != nil {
		held = append(held, heldPort{a.file.Mail.Port, "mail.port"})
	}
	at := slices.IndexFunc(held, func(port heldPort) bool { return publish.Has(port.number, "tcp") })
	if at < 0 {
		return false
	}
	a.refuse(where, say("The service %q publishes port %s, where the gateway listens", a.service.Name, strconv.Itoa(held[at].number)), a.elsewhere(held[at].path))
	return true
}

// elsewhere says where the gateway's port can be changed.
func (a *assembly) elsewhere(path string) sentence {
	for _, written := range []string{path, "gateway.listen", "gateway"} {
		if where, found := a.file.Ranges[written]; found {
			return say("Give one of them another port: that of the service may be one of its settings, that of the gateway stands at line %s.", line(where))
		}
	}
	return say("Give one of them another port: that of the service may be one of its settings, that of the gateway is written in a gateway block.")
}

// heldPort is a port of the gateway and the value of chaton.hcl that says so; 0
// is none.
type heldPort struct {
	number int
	path   string
}
