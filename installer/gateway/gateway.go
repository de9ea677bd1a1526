// Package gateway serves every route of a site over TLS with its own
// certificates.
//
// The rules of the room:
//
//   - What it serves is data: a routes file, validated route by route. A bad
//     route is refused alone.
//   - A handshake never waits for a CA, a disk or another name. Certificates
//     are obtained apart, ahead of traffic.
//   - A name that no route carries costs nothing: no handshake, no order.
//   - Nothing that identifies a visitor is written but what the operator decided
//     to keep (package access).
//   - It speaks to its upstreams, to the CA, to the mail relay for those
//     containers that send mail, and to nobody else.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/gateway/front"
	"framagit.org/chatiere/chatiere/installer/gateway/handover"
	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// Revision is raised by hand, with its reason below, when running gateways
// must be replaced by a new version of the program. A changed binary alone is
// no reason: replacing the gateway touches every service.
//
//   - 1: the first one.
//   - 2: listens in the networks of services, and forwards their mail.
//   - 3: serves in modes behind and passthrough, hands its sockets over, limits
//     visitors, keeps logs and counters.
const Revision = 3

// defaultDrain is shorter than the ten seconds that container engines leave
// between the signal and the kill.
const defaultDrain = 8 * time.Second

// Options are the settings of a gateway.
type Options struct {
	// Folder holds routes.json, issuer.json, the certificates and the control
	// socket. Nothing is written elsewhere.
	Folder string
	// Public is the folder whose link "current" leads to the public site;
	// empty when there is none.
	Public string
	// HTTPS is the port that visitors use, written in redirects unless it is
	// 443. 0 means the port of the first listener.
	HTTPS int
	// Issuer says where certificates come from.
	Issuer certificates.Issuer
	// Logger gets the life of the gateway and its errors, never an address of
	// a visitor. Nil means silence.
	Logger *slog.Logger
	// Drain is how long requests under way may go on at shutdown; 0 means
	// eight seconds.
	Drain time.Duration
	// Metrics is the port on 127.0.0.1 where a collector of this machine reads
	// numbers; 0: none.
	Metrics int
	// Mode says who stands before the gateway; empty means Edge.
	Mode Mode
	// Trusted are the networks of the proxy in front, which alone is believed on
	// who visitors are. Nobody is in mode Edge.
	Trusted front.Trusted
	// Containers is the port where the containers of services are answered over
	// TLS in mode Behind; 0: the proxy in front does so.
	Containers int
	// Limits say what one visitor may take; the zero value means the usual
	// ones. Only tests set them.
	Limits limit.Limits
	// Leave is how long requests under way may go on once another gateway took
	// this one's place; 0 means ten minutes.
	Leave time.Duration
	// Linger is how long a connection on which nothing is asked stays open then;
	// 0 means five seconds.
	Linger time.Duration
	// Preflight looks at what can be known of a name from here before each
	// order of a certificate; nil looks at nothing.
	Preflight func(ctx context.Context, name string) []certificates.Finding
}

// Gateway serves the routes of one folder.
type Gateway struct {
	options Options
	log     *slog.Logger
	started time.Time
	table   atomic.Pointer[table]
	reading sync.Mutex // one reload at a time
	port    int        // of visitors, set before the first request
	leaving leavings
	keeper  *certificates.Keeper
	proxy   *proxy
	site    *site
	records *access.Recorder
	doubts  front.Doubts
	limits  *limit.Limiter
	// entrances are set while the gateway serves; reading guards them.
	entrances *entrances
	// former is the gateway whose place this one took; reading guards it.
	former    *handover.Former
	inherited *handover.Inheritance
	listens   []string    // set before the first request
	going     atomic.Bool // another gateway took this one's place
	orphaned  func()      // called when that one died
	shown     string      // where this machine reaches visitors' port, set before the first request
}

// New checks the options, opens the certificates and reads the routes file of
// the folder. An absent file is an empty table, and a bad route is refused
// alone; a file that is no JSON is logged and served as empty, so that a
// restart always comes up.
func New(options Options) (*Gateway, error) {
	options = options.withDefaults()
	gateway := &Gateway{options: options, log: options.Logger, started: time.Now()}
	keeper, err := certificates.Open(certificates.Options{
		Folder: options.Folder, Issuer: options.Issuer, Logger: options.Logger, Preflight: options.Preflight, Served: gateway.served,
	})
	if err != nil {
		return nil, err
	}
	gateway.keeper = keeper
	gateway.proxy = newProxy(options.Logger)
	gateway.proxy.hsts = options.Issuer.Kind != certificates.Internal || options.Mode == Behind
	gateway.site = &site{public: options.Public}
	gateway.limits = limit.New(options.Limits)
	gateway.records = access.New(access.Options{Folder: options.Folder, Logger: options.Logger})
	gateway.inherited, gateway.orphaned = &handover.Inheritance{}, func() {}
	gateway.table.Store(newTable(Routes{}, nil, nil))
	if _, err := gateway.reload(); err != nil {
		options.Logger.Error("Routes not read, serving none", "error", err)
	}
	return gateway, nil
}

// Serve answers on the listeners until the context ends, then lets requests
// under way finish for Options.Drain. It also answers on the control socket
// and obtains certificates. It closes the listeners.
func (g *Gateway) Serve(ctx context.Context, http, https []net.Listener) error {
	return g.serve(ctx, http, https)
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Drain == 0 {
		o.Drain = defaultDrain
	}
	if o.Mode == "" {
		o.Mode = Edge
	}
	if o.Issuer.Kind == "" {
		o.Issuer.Kind = certificates.Internal
	}
	if o.Leave == 0 {
		o.Leave = defaultLeave
	}
	if o.Linger == 0 {
		o.Linger = defaultLinger
	}
	if o.Limits == (limit.Limits{}) {
		o.Limits = usualLimits()
	}
	return o
}

// reload reads the routes file and swaps the table; requests under way end
// with the table they began with.
func (g *Gateway) reload() (Reloaded, error) {
	g.reading.Lock()
	defer g.reading.Unlock()
	data, err := os.ReadFile(filepath.Join(g.options.Folder, RoutesFile))
	if errors.Is(err, fs.ErrNotExist) {
		data, err = []byte("{}"), nil
	}
	if err != nil {
		return Reloaded{}, fmt.Errorf("read the routes: %w", err)
	}
	routes, refused, err := parse(data)
	if err != nil {
		return Reloaded{}, err
	}
	if g.entrances != nil {
		refused = append(refused, g.entrances.set(routes.Networks)...)
	}
	g.limits.Except(append(networksOf(routes), g.options.Trusted...))
	g.keeper.Want(routes.Hosts())
	former := g.table.Load()
	next := newTable(routes, refused, former)
	g.count(next)
	g.records.Set(routes.Logs)
	g.table.Store(next)
	g.leaving.note(former, next)
	g.former.Reload()
	for _, refusal := range next.refused {
		g.log.Warn("Route refused", "host", refusal.Host, "path", refusal.Path, "service", refusal.Service, "reason", refusal.Reason)
	}
	g.log.Info("Routes loaded", "accepted", next.size, "refused", len(next.refused))
	return Reloaded{Accepted: next.size, Refused: next.refused}, nil
}
