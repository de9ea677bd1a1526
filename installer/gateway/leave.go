package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/handover"
)

const (
	// defaultLeave is for downloads and uploads: who has taken ten minutes
	// already has taken most.
	defaultLeave = 10 * time.Minute
	// defaultLinger is how long a connection on which nothing is asked stays
	// open. A client that keeps connections may be about to ask, and cannot know
	// then whether its request was heard: one at work asks within this time, and
	// is told to come back on a new connection.
	defaultLinger = 5 * time.Second
	// leaveTick is how often a gateway that leaves looks whether it is done.
	leaveTick = 100 * time.Millisecond
)

// leave ends the requests under way of a gateway that another took the place
// of. It then waits for its end: an engine would start again what ends by
// itself. An heir that dies before is said to Run at once.
func (g *Gateway) leave(ctx context.Context, running *running, heir *handover.Heir) error {
	defer heir.Close()
	g.going.Store(true)
	g.formerGateway().Release()
	heir.Left()
	g.log.Info("Gateway replaced, ends the requests under way")
	orphaned := g.drain(heir, running)
	err := running.stop(context.WithoutCancel(ctx), g.options.Drain)
	g.records.Set(nil) // what is kept from now on only the heir is told
	heir.Report(handover.Report{Over: true}, 0)
	g.log.Info("Gateway has ended all requests")
	if orphaned {
		return err
	}
	select {
	case <-ctx.Done():
	case <-heir.Gone():
		g.orphaned()
	}
	return err
}

// drain returns when nothing was under way for a while, at the latest after
// Options.Leave, and says whether the heir died meanwhile.
func (g *Gateway) drain(heir *handover.Heir, running *running) (orphaned bool) {
	ticker := time.NewTicker(leaveTick)
	defer ticker.Stop()
	last := time.NewTimer(g.options.Leave)
	defer last.Stop()
	busy, followed, gone := time.Now(), 0, heir.Gone()
	for {
		report := g.underWay(running)
		if report.Requests > 0 {
			busy = time.Now()
		}
		if time.Since(busy) >= g.options.Linger {
			return orphaned
		}
		heir.Report(report, followed)
		select {
		case <-last.C:
			return orphaned
		case <-gone:
			g.orphaned()
			orphaned, gone = true, nil
		case followed = <-heir.Reloads():
			g.follow()
		case <-ticker.C:
		}
	}
}

// follow reads the routes as the heir did: who still asks here must not be sent
// to a container that is about to stop.
func (g *Gateway) follow() {
	if _, err := g.reload(); err != nil {
		g.log.Error("Routes not read, serving those before", "error", err)
	}
}

// underWay counts requests, those without an end left out, and mail.
func (g *Gateway) underWay(running *running) handover.Report {
	report := handover.Report{Requests: running.entrances.carried.Load()}
	for _, leaving := range g.leaving.status() {
		report.Requests += leaving.Requests
		report.Loads = append(report.Loads, loadOf(leaving))
	}
	for _, entries := range g.table.Load().entries {
		for _, entry := range entries {
			report.Requests += entry.pool.load(&report.Loads)
		}
	}
	report.Loads = report.Loads[:min(len(report.Loads), loadsTold)]
	return report
}

// loadsTold bounds a report; a chaton has tens of containers.
const loadsTold = 200

func loadOf(leaving Leaving) handover.Load {
	return handover.Load{Address: leaving.Address, Container: leaving.Container, Requests: leaving.Requests}
}

// load adds what the upstreams of a pool answer, and gives how many requests
// that is: each counts with every upstream of its pool.
func (p *pool) load(loads *[]handover.Load) int64 {
	if p == nil {
		return 0
	}
	most := int64(0)
	for _, upstream := range p.upstreams {
		if requests := upstream.requests.Load(); requests > 0 {
			*loads = append(*loads, handover.Load{Address: upstream.Address, Container: upstream.Container, Requests: requests})
			most = max(most, requests)
		}
	}
	return most
}

// parting lets a client of a gateway that leaves come back on a new connection,
// which the next one answers. Over HTTP/2 the server makes a GOAWAY of it.
func (g *Gateway) parting(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if g.going.Load() && len(r.Header["Upgrade"]) == 0 {
			w.Header().Set("Connection", "close")
		}
		handler(w, r)
	}
}

// formerStatus is nil once the former gateway has nothing left to do.
func (g *Gateway) formerStatus() *handover.Report {
	report, lives := g.formerGateway().Report()
	if !lives {
		return nil
	}
	return &report
}

// withFormer adds what a former gateway still has under way to what is known of
// upstreams that leave.
func withFormer(leaving []Leaving, former handover.Report) []Leaving {
	leaving = slices.Clone(leaving)
	for _, load := range former.Loads {
		leaving = append(leaving, Leaving{Upstream: Upstream{Address: load.Address, Container: load.Container}, Requests: load.Requests})
	}
	return leaving
}
