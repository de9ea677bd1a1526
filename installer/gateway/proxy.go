package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/forward"
)

// proxy forwards requests to upstreams.
type proxy struct {
	log     *slog.Logger
	buffers buffers
	// hsts is off with the internal CA: a browser that does not trust it yet
	// would leave no way in.
	hsts bool
	// strict and nosniff are the values of headers that almost every answer
	// carries. Nobody changes them.
	strict, nosniff []string
}

func newProxy(log *slog.Logger) *proxy {
	return &proxy{log: log, strict: []string{"max-age=31536000"}, nosniff: []string{"nosniff"}}
}

// serve forwards one request to one of the entry's upstreams, as asked of host
// by the visitor.
func (p *proxy) serve(w http.ResponseWriter, r *http.Request, to *entry, visit *visit, host string, from visitor) {
	limit := to.route.bodyLimit()
	if r.ContentLength > limit {
		p.refuse(w, r, to, pageTooLarge(limit))
		return
	}
	request := &forward.Request{
		Visitor: r, Host: host, Own: forwarded(host, from), Withheld: speaksForProxy,
		Upgrade: upgrade(r), Patience: to.route.silence(), Early: early(w, r),
	}
	if r.ContentLength != 0 { // over HTTP/2 there is always a Body
		body := newUpload(w, r, limit)
		request.Body = body
		defer body.linger()
	}
	answer, err := p.ask(r.Context(), to, request)
	if err != nil {
		p.fail(w, r, to, err)
		return
	}
	defer answer.Close()
	if answer.Status == http.StatusSwitchingProtocols {
		p.converse(w, answer, to, visit)
		return
	}
	p.pass(w, r, answer, to, visit)
}

// dress sets what every answer of a route carries. What the service chose
// itself stays, what the route says comes last.
func (p *proxy) dress(header http.Header, from *entry) {
	p.demandTLS(header)
	if header.Get("X-Content-Type-Options") == "" {
		header["X-Content-Type-Options"] = p.nosniff
	}
	if from.route != nil && from.route.OnTrial {
		header.Set("X-Robots-Tag", "noindex")
	}
	applyHeaders(header, from.headers)
}

// demandTLS keeps browsers from asking in the clear again.
func (p *proxy) demandTLS(header http.Header) {
	if p.hsts && header.Get("Strict-Transport-Security") == "" {
		header["Strict-Transport-Security"] = p.strict
	}
}

func (p *proxy) refuse(w http.ResponseWriter, r *http.Request, from *entry, page page) {
	if r.ProtoMajor == 1 && len(r.Header["Expect"]) > 0 {
		// The server would wait for a body that the visitor holds back.
		w.Header().Set("Connection", "close")
	}
	p.dress(w.Header(), from)
	page.write(w, r)
}

// fail answers a request that could not be forwarded. Nothing is logged here:
// a change of an upstream's health is, once.
func (p *proxy) fail(w http.ResponseWriter, r *http.Request, to *entry, err error) {
	var tooLarge *http.MaxBytesError
	var broken *uploadError
	var unreachable *forward.UnreachableError
	switch {
	case errors.As(err, &tooLarge):
		p.refuse(w, r, to, pageTooLarge(tooLarge.Limit))
	case errors.Is(err, forward.ErrMalformed):
		p.refuse(w, r, to, pageMalformed())
	case errors.As(err, &broken):
		p.refuse(w, r, to, pageUploadBroken())
	case r.Context().Err() != nil: // the visitor left
		p.refuse(w, r, to, pageBroken())
	case errors.Is(err, forward.ErrSilent):
		to.tally.Failed()
		p.refuse(w, r, to, pageSilent())
	case errors.As(err, &unreachable):
		to.tally.Failed()
		p.refuse(w, r, to, pageUnreachable())
	default:
		to.tally.Failed()
		p.refuse(w, r, to, pageBroken())
	}
}

// ask gives the answer of the upstream whose turn it is, or of the next when it
// refuses the connection: nothing was sent yet, so nothing happens twice.
func (p *proxy) ask(ctx context.Context, to *entry, request *forward.Request) (*forward.Answer, error) {
	last := error(&forward.UnreachableError{})
	for _, candidate := range to.pool.order(time.Now()) {
		answer, err := candidate.peer.Ask(ctx, request)
		if err == nil {
			candidate.worked()
			return answer, nil
		}
		last = err
		var refused *forward.UnreachableError
		if !errors.As(err, &refused) || ctx.Err() != nil {
			return nil, err
		}
		p.note(candidate, to.route.Service, refused)
	}
	return nil, last
}

func (p *proxy) note(candidate *upstream, service string, refused error) {
	if candidate.failure.Load() == nil {
		p.log.Warn("Upstream unreachable", "service", service, "address", candidate.Address, "error", refused)
	}
	candidate.failed(refused)
}

func (r *Route) bodyLimit() int64 {
	if r.BodyLimit == 0 {
		return defaultBodyLimit
	}
	return r.BodyLimit
}

func (r *Route) silence() time.Duration {
	if r.Timeout == 0 {
		return defaultTimeout
	}
	return time.Duration(r.Timeout)
}
