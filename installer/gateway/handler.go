package gateway

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// challengePath is where a CA looks over plain HTTP. It is never redirected:
// after a redirect a CA does not fall back from IPv6 to IPv4.
const challengePath = "/.well-known/acme-challenge/"

// secure answers over TLS.
func (g *Gateway) secure(w http.ResponseWriter, r *http.Request) {
	defer g.rescue()
	host := hostOf(r.Host)
	table, found, visit := g.welcome(host, r.URL.Path)
	defer visit.end()
	exchange := g.record(w, r, found)
	defer exchange.End()
	w = exchange
	if g.misdirected(r.TLS, host) && table.knows(host) {
		pageMisdirected().write(w, r)
		return
	}
	if main := table.aliases[host]; main != "" {
		g.proxy.demandTLS(w.Header())
		http.Redirect(w, r, g.address(main, r.URL), http.StatusPermanentRedirect)
		return
	}
	switch {
	case found == nil && !table.knows(host):
		pageUnknownHost(http.StatusMisdirectedRequest).write(w, r)
	case found == nil:
		pageNotFound().write(w, r)
	case found.route == nil:
		g.proxy.dress(w.Header(), found)
		g.site.serve(&dressed{ResponseWriter: w, headers: found.headers}, r)
	case found.route.closed(time.Now()):
		g.proxy.refuse(w, r, found, pageClosed(found.route.Closing, g.home(table)))
	case found.route.Stopped:
		g.proxy.refuse(w, r, found, pageMaintenance())
	default:
		g.proxy.serve(w, r, found, visit, g.forwardedHost(host, r.Host), g.visitorOf(r))
	}
}

// home is the address of the chaton's own pages, "" when it has none.
func (g *Gateway) home(table *table) string {
	for host, entries := range table.entries {
		if slices.ContainsFunc(entries, func(e *entry) bool { return e.route == nil }) {
			return g.address(host, &url.URL{Path: "/"})
		}
	}
	return ""
}

// plain answers over HTTP: the way to TLS for names that we serve.
func (g *Gateway) plain(w http.ResponseWriter, r *http.Request) {
	defer g.rescue()
	host := hostOf(r.Host)
	switch {
	case !g.table.Load().knows(host):
		pageUnknownHost(http.StatusNotFound).write(w, r)
	case strings.HasPrefix(r.URL.Path, challengePath):
		pageNotFound().write(w, r)
	default:
		http.Redirect(w, r, g.address(host, r.URL), redirectStatus(r.Method))
	}
}

// redirectStatus keeps the method of requests that carry something: browsers
// turn a POST into a GET at a 301.
func redirectStatus(method string) int {
	if method == http.MethodGet || method == http.MethodHead {
		return http.StatusMovedPermanently
	}
	return http.StatusPermanentRedirect
}

// address is where the same thing is found over TLS.
func (g *Gateway) address(host string, asked *url.URL) string {
	if g.port != httpsPort {
		host = net.JoinHostPort(host, strconv.Itoa(g.port))
	}
	target := url.URL{Scheme: "https", Host: host, Path: asked.Path, RawPath: asked.RawPath, RawQuery: asked.RawQuery}
	return target.String()
}

// rescue logs a mistake of ours without the visitor's address, which the
// server's own log line holds, and ends the connection.
func (g *Gateway) rescue() {
	fault := recover()
	if fault == nil {
		return
	}
	if fault != http.ErrAbortHandler {
		g.log.Error("Request failed in the gateway", "error", fault)
	}
	panic(http.ErrAbortHandler)
}

// dressed sets a route's headers when the answer begins, after the handler's.
type dressed struct {
	http.ResponseWriter
	headers map[string]string
}

// WriteHeader puts our headers over the upstream’s before they leave.
func (d *dressed) WriteHeader(status int) {
	applyHeaders(d.Header(), d.headers)
	d.ResponseWriter.WriteHeader(status)
}
