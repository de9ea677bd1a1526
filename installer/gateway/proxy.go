package gateway

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"
)

const (
	dialPatience   = 5 * time.Second
	idleConnection = 30 * time.Second
	idlePerHost    = 64
	copyBuffer     = 32 << 10
)

// proxy forwards requests to upstreams. Its connections outlive the table of
// routes, so that a reload costs nothing.
type proxy struct {
	log       *slog.Logger
	transport *http.Transport
	buffers   buffers
	// hsts is off with the internal CA: a browser that does not trust it yet
	// would leave no way in.
	hsts bool
}

func newProxy(log *slog.Logger) *proxy {
	dialer := &net.Dialer{Timeout: dialPatience}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, &unreachableError{err}
		}
		return connection, nil
	}
	return &proxy{log: log, transport: &http.Transport{
		DialContext: dial, DisableCompression: true,
		MaxIdleConnsPerHost: idlePerHost, IdleConnTimeout: idleConnection,
	}}
}

// forget drops idle connections: one of them may lead to a container that the
// new table no longer has.
func (p *proxy) forget() { p.transport.CloseIdleConnections() }

// serve forwards one request to one of the entry's upstreams, as asked of host.
func (p *proxy) serve(w http.ResponseWriter, r *http.Request, to *entry, visit *visit, host string) {
	limit := to.route.bodyLimit()
	if r.ContentLength > limit {
		p.refuse(w, r, to, pageTooLarge(limit))
		return
	}
	ctx, watch := watchSilence(r.Context(), to.route.silence())
	defer watch.lift()
	r = r.WithContext(ctx)
	r.Host = host
	if r.Body != nil && r.Body != http.NoBody {
		limited := http.MaxBytesReader(w, r.Body, limit)
		body := &upload{body: limited, control: http.NewResponseController(w), silence: watch, rests: r.ProtoMajor > 1}
		defer body.finish()
		r.Body = body
	}
	forward := &httputil.ReverseProxy{
		Rewrite:        rewrite,
		Transport:      &turns{pool: to.pool, transport: p.transport, log: p.log, service: to.route.Service},
		ModifyResponse: func(answer *http.Response) error { p.receive(answer, to, visit, watch); return nil },
		ErrorHandler:   func(w http.ResponseWriter, r *http.Request, err error) { p.fail(w, r, to, err) },
		ErrorLog:       log.New(io.Discard, "", 0), // its lines hold visitors' addresses
		BufferPool:     &p.buffers,
	}
	forward.ServeHTTP(w, r)
}

// receive dresses an upstream's answer.
func (p *proxy) receive(answer *http.Response, from *entry, visit *visit, watch *silence) {
	p.dress(answer.Header, from)
	media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if answer.StatusCode == http.StatusSwitchingProtocols || media == "text/event-stream" {
		watch.lift()
		visit.end() // it has no end to wait for, and its visitor connects again
		return
	}
	watch.broken()
	answer.Body = &heard{ReadCloser: answer.Body, silence: watch}
}

// dress sets what every answer of a route carries. What the service chose
// itself stays, what the route says comes last.
func (p *proxy) dress(header http.Header, from *entry) {
	if p.hsts && header.Get("Strict-Transport-Security") == "" {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if header.Get("X-Content-Type-Options") == "" {
		header.Set("X-Content-Type-Options", "nosniff")
	}
	if from.route != nil && from.route.OnTrial {
		header.Set("X-Robots-Tag", "noindex")
	}
	applyHeaders(header, from.headers)
}

func (p *proxy) refuse(w http.ResponseWriter, r *http.Request, from *entry, page page) {
	p.dress(w.Header(), from)
	page.write(w, r)
}

// fail answers a request that could not be forwarded. Nothing is logged here:
// a change of an upstream's health is, once.
func (p *proxy) fail(w http.ResponseWriter, r *http.Request, to *entry, err error) {
	var tooLarge *http.MaxBytesError
	var broken *uploadError
	var unreachable *unreachableError
	switch {
	case errors.As(err, &tooLarge):
		p.refuse(w, r, to, pageTooLarge(tooLarge.Limit))
	case errors.Is(context.Cause(r.Context()), errSilent):
		p.refuse(w, r, to, pageSilent())
	case errors.As(err, &broken):
		p.refuse(w, r, to, pageUploadBroken())
	case errors.As(err, &unreachable):
		p.refuse(w, r, to, pageUnreachable())
	default:
		p.refuse(w, r, to, pageBroken())
	}
}

// rewrite makes the request that an upstream receives: the same path and
// host, and our own word on where it came from.
func rewrite(request *httputil.ProxyRequest) {
	out := request.Out
	out.URL.Scheme, out.Host = "http", request.In.Host
	// Services read what we do not understand: "a;b" is a query to some.
	out.URL.RawQuery = request.In.URL.RawQuery
	for name := range out.Header {
		if speaksForProxy(name) {
			delete(out.Header, name)
		}
	}
	// Any other protocol would carry requests that nobody looks at.
	if !strings.EqualFold(out.Header.Get("Upgrade"), "websocket") {
		out.Header.Del("Upgrade")
		out.Header.Del("Connection")
	}
	request.SetXForwarded()
	out.Header.Set("X-Forwarded-Proto", "https")
	out.Header.Set("X-Real-Ip", out.Header.Get("X-Forwarded-For"))
}

// speaksForProxy tells the headers by which services believe a proxy: who the
// visitor is, where the request came from. A visitor's own are dropped. One
// with "_" reads like one with "-" to a CGI program.
func speaksForProxy(name string) bool {
	lower := strings.ToLower(name)
	switch lower {
	case "forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip",
		"x-original-url", "x-rewrite-url", "proxy", "remote-user", "x-remote-user", "x-original-host":
		return true
	}
	return strings.HasPrefix(lower, "x-forwarded") || strings.Contains(lower, "_")
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

// buffers lends the reverse proxy its copy buffers.
type buffers struct{ pool sync.Pool }

// Get lends a buffer.
func (b *buffers) Get() []byte {
	if lent, ok := b.pool.Get().(*[]byte); ok {
		return *lent
	}
	return make([]byte, copyBuffer)
}

// Put takes it back.
func (b *buffers) Put(buffer []byte) { b.pool.Put(&buffer) }
