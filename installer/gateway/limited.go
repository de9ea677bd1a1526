package gateway

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// limited answers visitors who keep within the limits.
func (g *Gateway) limited(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		pass, wait, admitted := g.limits.Begin(g.visitorOf(r).address, time.Now())
		if !admitted {
			pageTooMany(wait).write(w, r)
			return
		}
		defer pass.End()
		switch {
		case tooManyFields(r.Header, g.limits.Limits().Fields):
			pageTooManyFields().write(w, r)
		case r.ProtoMajor < 2:
			g.limitBody(w, r)
			next(w, r)
		default:
			g.limitedStream(w, r, pass, next)
		}
	}
}

// malformed tells requests of HTTP/2 that two readers could understand in two
// ways, and that net/http lets pass. Those of HTTP/1 do not come this far.
func malformed(r *http.Request) bool {
	hosts, lengths := r.Header["Host"], r.Header["Content-Length"]
	return len(hosts) > 1 || len(hosts) == 1 && hosts[0] != r.Host ||
		len(lengths) > 1 || len(lengths) == 1 && lengths[0] != strconv.FormatInt(r.ContentLength, 10) ||
		!strings.HasPrefix(r.RequestURI, "/") && r.RequestURI != "*" && r.Method != http.MethodConnect
}

// limitBody watches over what is sent over HTTP/1. Where that comes in chunks
// the connection ends with the answer: net/http hides whether a length stood
// beside them, by which somebody in front may have read another end.
func (g *Gateway) limitBody(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength == 0 {
		return
	}
	if r.ContentLength < 0 {
		w.Header().Set("Connection", "close")
	}
	r.Body = g.limits.Body(r.Body, w)
}

// limitedStream answers over HTTP/2, where one connection has many requests
// and a visitor can hold or take back each of them.
func (g *Gateway) limitedStream(w http.ResponseWriter, r *http.Request, pass limit.Pass, next http.HandlerFunc) {
	if malformed(r) {
		pageMalformed().write(w, r)
		return
	}
	answer := g.limits.Answer(w)
	if r.ContentLength != 0 {
		r.Body = g.limits.Body(r.Body, answer)
	}
	next(answer, r)
	if r.Context().Err() != nil {
		pass.Abandoned(time.Now())
		return // a time limit would outlive the stream
	}
	answer.Finish()
}

// tooManyFields counts lines, not names: a hundred cookies have one name.
func tooManyFields(header http.Header, limit int) bool {
	count := 0
	for _, values := range header {
		count += len(values)
	}
	return count > limit
}

func pageTooMany(wait time.Duration) page {
	seconds := int(math.Ceil(wait.Seconds()))
	text := strconv.Itoa(seconds) + "\u00a0s"
	return page{status: http.StatusTooManyRequests, retry: seconds,
		titleFR: "Trop de demandes", textFR: "Trop de demandes viennent de votre adresse. Réessayez dans " + text + ".",
		titleEN: "Too many requests", textEN: "Too many requests come from your address. Try again in " + text + "."}
}

func pageTooManyFields() page {
	return page{status: http.StatusRequestHeaderFieldsTooLarge,
		titleFR: "En-têtes trop nombreux", textFR: "Votre navigateur envoie trop d’en-têtes. Effacez les cookies de ce site, puis réessayez.",
		titleEN: "Too many headers", textEN: "Your browser sends too many headers. Delete the cookies of this site, then try again."}
}

// usualLimits leave files for certificates, logs and upstreams.
func usualLimits() limit.Limits {
	files := 1024
	var allowed syscall.Rlimit
	// Go has raised the limit of this process to the highest that it may have.
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &allowed); err == nil {
		files = int(min(allowed.Cur, math.MaxInt32))
	}
	return limit.Usual(files)
}

// networksOf are the networks of services.
func networksOf(routes Routes) []netip.Prefix {
	var list []netip.Prefix
	for _, network := range routes.Networks {
		list = append(list, netip.MustParsePrefix(network.Address)) // checked when it was read
	}
	return list
}
