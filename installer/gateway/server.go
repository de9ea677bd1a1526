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

	"golang.org/x/crypto/acme"
	"golang.org/x/sync/errgroup"
)

const (
	httpsPort = 443

	headerPatience = 10 * time.Second
	idlePatience   = 2 * time.Minute
	headerLimit    = 64 << 10
)

func (g *Gateway) serve(ctx context.Context, plain, secure []net.Listener) error {
	control, err := listenSocket(ctx, g.options.Folder)
	if err != nil {
		closeAll(plain)
		closeAll(secure)
		return err
	}
	g.port = g.publicPort(secure)
	// Requests live longer than ctx: they are drained, then cut.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	running := &running{plain: newServer(life, g.plain), secure: newServer(life, g.secure), control: newServer(life, g.controls().ServeHTTP)}
	running.secure.TLSConfig = g.tlsConfig()
	running.entrances = newEntrances(life, running, plain, secure, g.log)
	g.enter(running.entrances)

	group, ctx := errgroup.WithContext(ctx)
	for _, listener := range plain {
		group.Go(func() error { return ended(running.plain.Serve(listener)) })
	}
	for _, listener := range secure {
		group.Go(func() error { return ended(running.secure.ServeTLS(listener, "", "")) })
	}
	group.Go(func() error { return ended(running.control.Serve(control)) })
	group.Go(func() error { g.keeper.run(ctx); return nil })
	group.Go(func() error {
		<-ctx.Done()
		// Not later: while this gateway drains, the next one may open its own.
		removeSocket(g.options.Folder)
		return running.stop(context.WithoutCancel(ctx), g.options.Drain)
	})
	g.log.Info("Gateway serves", "revision", Revision, "port", g.port)
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
	entrances              *entrances
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
			return err
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
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
		},
		NextProtos: []string{"h2", "http/1.1", acme.ALPNProto},
	}
}

func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
