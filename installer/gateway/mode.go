package gateway

import (
	"net"
	"net/http"

	"framagit.org/chatiere/chatiere/installer/gateway/front"
)

// Mode says who stands before the gateway.
type Mode string

// The modes of a gateway.
const (
	// Edge: visitors come to the gateway itself.
	Edge Mode = "edge"
	// Behind: a proxy in front decrypts, and speaks HTTP to the gateway.
	Behind Mode = "behind"
	// Passthrough: a proxy in front hands connections over by their server name,
	// without decrypting them.
	Passthrough Mode = "passthrough"
)

// FrontStatus is what the proxy in front left out, counted since the start.
type FrontStatus struct {
	// Unannounced are connections of the proxy that said not whom it spoke for.
	// All were refused.
	Unannounced int64 `json:"unannounced,omitempty"`
	// Unnamed are visitors whose address the proxy did not tell. Nothing is
	// limited by address for them.
	Unnamed int64 `json:"unnamed,omitempty"`
	// Unsaid are requests of which the proxy did not say whether the visitor came
	// over TLS. They were sent to where they perhaps came from.
	Unsaid int64 `json:"unsaid,omitempty"`
}

// announced demands of the proxy in front that it says whom it speaks for. The
// listeners in the networks of services are not its own: containers are who
// they are.
func (g *Gateway) announced(listener net.Listener) net.Listener {
	if g.options.Mode != Passthrough {
		return listener
	}
	return front.Demand(listener, g.options.Trusted, &g.doubts)
}

// unencrypted answers over HTTP.
func (g *Gateway) unencrypted() http.HandlerFunc {
	if g.options.Mode == Behind {
		return g.fronted
	}
	return g.plain
}

// fronted answers what the proxy in front has decrypted. Who came to the proxy
// without TLS, or past it, is sent to where there is some.
func (g *Gateway) fronted(w http.ResponseWriter, r *http.Request) {
	from := g.visitorOf(r)
	if !from.secure {
		if r.Header["X-Forwarded-Proto"] == nil && g.options.Trusted.Has(front.AddressOf(r.RemoteAddr)) {
			g.doubts.Unsaid.Add(1)
		}
		g.plain(w, r)
		return
	}
	if !from.address.IsValid() {
		g.doubts.Unnamed.Add(1)
	}
	g.secure(w, r)
}

// enclose says where containers of services are answered in mode Behind: over
// TLS and at the visitors' port, or by the proxy itself. What the gateway
// speaks with the proxy is none of their business.
func (g *Gateway) enclose(inside *entrances) {
	if g.options.Mode == Behind {
		inside.chosen, inside.plain, inside.secure = nil, 0, g.options.Containers
	}
}

func (g *Gateway) frontStatus() FrontStatus {
	doubts := &g.doubts
	return FrontStatus{Unannounced: doubts.Unannounced.Load(), Unnamed: doubts.Unnamed.Load(), Unsaid: doubts.Unsaid.Load()}
}
