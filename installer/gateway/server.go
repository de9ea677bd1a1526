package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"golang.org/x/sync/errgroup"
)

const (
	httpsPort = 443

	headerPatience = 10 * time.Second
	idlePatience   = 2 * time.Minute
	headerLimit    = 32 << 10
	// streamLimit is what one connection of HTTP/2 may ask for at one time.
	// Browsers count on 100.
	streamLimit = 128
)

func (g *Gateway) serve(ctx context.Context, plain, secure []net.Listener) error {
	doors, err := g.firstDoors(ctx)
	if err != nil {
		closeAll(plain)
		closeAll(secure)
		return err
	}
	g.port, g.shown = g.publicPort(secure), g.shownAt(secure)
	// Requests live longer than ctx: they are drained, then cut.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer g.records.Start(context.WithoutCancel(ctx))() // ends after what end cuts off
	defer end()
	running := &running{
		plain: newServer(life, g.parting(g.limited(g.unencrypted()))), secure: newServer(life, g.parting(g.limited(g.secure))),
		control: newServer(life, g.controls().ServeHTTP),
	}
	running.secure.TLSConfig = g.tlsConfig()
	running.chosen = append(append([]net.Listener{}, plain...), secure...)
	g.listens = placesOf(running.chosen)
	running.entrances = newEntrances(life, running, plain, secure, g.log)
	running.entrances.claim = g.inherited.Claim
	g.enclose(running.entrances)
	g.enter(running.entrances)

	group, ctx := errgroup.WithContext(ctx)
	measured, unmeasure := context.WithCancel(ctx)
	running.unmeasure = unmeasure
	for _, listener := range plain {
		group.Go(func() error { return ended(running.plain.Serve(g.limits.Listener(g.announced(listener)))) })
	}
	for _, listener := range secure {
		group.Go(func() error { return ended(running.secure.ServeTLS(g.limits.Listener(g.announced(listener)), "", "")) })
	}
	group.Go(func() error { return g.reign(ctx, running, doors) })
	group.Go(func() error { g.serveMetrics(measured); return nil })
	err = group.Wait()
	g.log.Info("Gateway stopped")
	return err
}

func (g *Gateway) publicPort(secure []net.Listener) int {
	switch {
	case g.options.HTTPS != 0:
		return g.options.HTTPS
	case len(secure) > 0:
		return portOf(secure[0])
	}
	return httpsPort
}

// enter answers the containers of services from now on. Requests that come
// before the first listener serves wait in its queue.
func (g *Gateway) enter(entrances *entrances) {
	g.reading.Lock()
	g.entrances = entrances
	g.reading.Unlock()
	if _, err := g.reload(); err != nil {
		g.log.Error("Routes not read, serving those before", "error", err)
	}
}

// running is what must end together.
type running struct {
	plain, secure, control *http.Server
	chosen                 []net.Listener // by the operator
	entrances              *entrances
	unmeasure              func() // gives the port of metrics up
}

// sockets are all that visitors and containers come to.
func (r *running) sockets() []net.Listener {
	return append(r.entrances.sockets(), r.chosen...)
}

// shut lets nobody in any more; who is in stays.
func (r *running) shut() {
	closeAll(r.chosen)
	r.entrances.shut()
	r.unmeasure()
}

// stop lets requests end by themselves for a while, then cuts them.
func (r *running) stop(ctx context.Context, drain time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, drain)
	defer cancel()
	var group errgroup.Group
	group.Go(func() error { r.entrances.close(ctx); return nil })
	for _, server := range []*http.Server{r.plain, r.secure, r.control} {
		group.Go(func() error {
			err := server.Shutdown(ctx)
			if errors.Is(err, context.DeadlineExceeded) {
				return server.Close()
			}
			return ended(err)
		})
	}
	return group.Wait()
}

// newServer has no time limit on a whole request: an upload or a download may
// take hours. Headers and idle connections have one here, bodies where they
// are read.
func newServer(life context.Context, handler http.HandlerFunc) *http.Server {
	return &http.Server{
		Handler: bounded(handler), BaseContext: func(net.Listener) context.Context { return life },
		ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience, MaxHeaderBytes: headerLimit,
		HTTP2:    &http.HTTP2Config{MaxConcurrentStreams: streamLimit, MaxReadFrameSize: 16 << 10},
		ErrorLog: log.New(io.Discard, "", 0), // its lines hold visitors' addresses
	}
}

// bounded limits how long a body that no handler reads may hold a connection:
// over HTTP/1 the server reads it to its end before it answers.
func bounded(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 1 && r.ContentLength != 0 {
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadPatience))
		}
		handler(w, r)
	}
}

// tlsConfig names only suites for ECDSA: there is one certificate a name.
func (g *Gateway) tlsConfig() *tls.Config {
	return &tls.Config{
		GetCertificate: g.keeper.GetCertificate,
		MinVersion:     tls.VersionTLS12,
		// Small records would cost a system call for each 1.4 kB of an answer.
		DynamicRecordSizingDisabled: true,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
		},
		NextProtos: []string{"h2", "http/1.1", certificates.ChallengeProtocol},
	}
}

// ended leaves out what was closed on purpose.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
