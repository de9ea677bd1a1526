package site

import (
	"net/netip"
	"slices"
)

// standardPort is where visitors come when an address names no port.
const standardPort = 443

// Fronted says that another proxy owns the ports of visitors, and hands to the
// gateway what comes for this chaton.
func (g Gateway) Fronted() bool { return g.Mode == "behind" || g.Mode == "passthrough" }

// VisitorsPort is the port of every address of the chaton: behind a front the
// front's own.
func (g Gateway) VisitorsPort() int {
	if g.Fronted() || g.HTTPS == 0 {
		return standardPort
	}
	return g.HTTPS
}

// Ports are those that the gateway opens at each address of Listen; none when
// there is no gateway. Behind a front that decrypts it speaks HTTP only.
func (g Gateway) Ports() []int {
	ports := []int{g.HTTP, g.HTTPS}
	switch g.Mode {
	case "none":
		return nil
	case "behind":
		ports = ports[:1]
	}
	return slices.DeleteFunc(ports, func(port int) bool { return port == 0 })
}

// VisitorsPorts are those that visitors come to, at the gateway or at its front.
func (g Gateway) VisitorsPorts() []int {
	if g.Fronted() {
		return []int{80, standardPort}
	}
	return g.Ports()
}

// FrontHere says that the front runs on this machine: nobody else could reach
// the gateway.
func (g Gateway) FrontHere() bool { return g.Fronted() && isHere(g.Listen) }

// AnswersContainers says that the gateway itself answers the containers of
// services over TLS, at the visitors' port, though visitors never come to it
// there: the front is on another machine, so that nobody else would. On this
// machine the front holds that port at all addresses, those in the networks of
// services included, and a gateway that took one of them first would keep the
// front from starting.
func (g Gateway) AnswersContainers() bool { return g.Mode == "behind" && g.HTTPS != 0 }

// OwnAuthority says that the gateway shows certificates of the chaton's own
// authority to those whom it answers over TLS. Behind a front these are
// containers only.
func (s *Site) OwnAuthority() bool {
	if s.Gateway.Mode == "behind" {
		return s.Gateway.AnswersContainers()
	}
	return s.TLS.Issuer == "internal"
}

// isHere says that only programs of this machine reach these addresses.
func isHere(listen []string) bool {
	return !slices.ContainsFunc(listen, func(text string) bool {
		address, err := netip.ParseAddr(text)
		return err != nil || !address.IsLoopback()
	})
}

// settleGateway fills in what depends on the mode.
func (l *loading) settleGateway() {
	gateway, page := &l.file.Gateway, &l.file.Page
	if gateway.Listen == nil {
		gateway.Listen = l.usualAddresses()
	}
	if gateway.Trusted == nil && Gateway(*gateway).Fronted() {
		gateway.Trusted = []string{"127.0.0.1/32", "::1/128"}
	}
	if gateway.Mode == "behind" && !l.written("gateway.https") {
		gateway.HTTPS = standardPort
		if isHere(gateway.Listen) {
			gateway.HTTPS = 0
		}
	}
	if gateway.Mode == "none" && !l.written("site.publish") {
		page.Publish = "none"
	}
}

func (l *loading) usualAddresses() []string {
	switch {
	case Gateway(l.file.Gateway).Fronted():
		return []string{"127.0.0.1"}
	case isLoopback(ascii(l.file.Domain)):
		return []string{"127.0.0.1", "::1"}
	}
	return []string{"0.0.0.0", "::"}
}

func (l *loading) written(path string) bool {
	_, written := l.file.Ranges[path]
	return written
}

// checkGateway refuses what a mode cannot do.
func (r *resolving) checkGateway() {
	switch r.file.Gateway.Mode {
	case "none":
		r.refuseServed()
	case "behind":
		r.checkBehind()
		r.checkTrusted()
	case "passthrough":
		r.checkTrusted()
	}
}

// refuseServed names everything that would need a gateway.
func (r *resolving) refuseServed() {
	for _, service := range r.file.Services {
		if service.External == nil {
			r.refuse(r.file.place("service."+service.Name), say("The service %q needs a gateway", service.Name),
				say("With mode = \"none\" nothing is served here: say with a block external where the service runs, or choose another mode."))
		}
	}
	if r.file.Page.Publish == "gateway" {
		r.refuse(r.file.place("site.publish"), say("The public pages need a gateway"),
			say("With mode = \"none\" nothing is served here: write publish = \"none\", or choose another mode."))
	}
}

func (r *resolving) checkBehind() {
	gateway := r.file.Gateway
	if gateway.HTTP == 0 {
		r.refuse(r.file.place("gateway.http"), say("In mode \"behind\" the gateway speaks HTTP and needs a port"),
			say("Write one that the front does not use, for example http = 8080."))
	}
	if gateway.HTTPS != 0 && gateway.HTTPS != standardPort {
		r.refuse(r.file.place("gateway.https"), say("In mode \"behind\" the port of visitors is the front's"),
			say("Remove https; or write https = 443 when the front is on another machine, and https = 0 when it is on this one."))
	}
}

// checkTrusted refuses a gateway that nobody could hand anything to: a front on
// another machine never comes from loopback.
func (r *resolving) checkTrusted() {
	gateway := r.file.Gateway
	reached := slices.ContainsFunc(gateway.Listen, func(text string) bool {
		address, err := netip.ParseAddr(text)
		return err != nil || address.IsLoopback() || address.IsUnspecified()
	})
	if reached || slices.ContainsFunc(gateway.Trusted, isElsewhere) {
		return
	}
	r.refuse(r.file.place("gateway.listen"), say("Nobody in front of the gateway is trusted"),
		say("Write in trusted the address of the front as this machine sees it, for example trusted = [\"192.0.2.1/32\"]."))
}

// frontNetwork refuses what would let whoever connects be anybody.
func frontNetwork(value string) (sentence, bool) {
	if detail, bad := prefix(value); bad {
		return detail, bad
	}
	if netip.MustParsePrefix(value).Bits() == 0 {
		return wrong(say("That is everybody: anyone could then say to be anybody. Write the address of the front alone."))
	}
	return right()
}

func isElsewhere(network string) bool {
	parsed, err := netip.ParsePrefix(network)
	return err != nil || !parsed.Addr().IsLoopback()
}
