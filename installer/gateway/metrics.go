package gateway

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// metricsPause is how soon a busy port is tried again: a gateway that leaves
// still holds it.
const metricsPause = 2 * time.Second

// otherNames stands for the certificates of names that no service has.
const otherNames = "chaton.names"

// serveMetrics answers collectors of this machine until the context ends. A
// port that somebody else has costs the numbers and nothing else.
func (g *Gateway) serveMetrics(ctx context.Context) {
	if g.options.Metrics == 0 {
		return
	}
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(g.options.Metrics))
	for said := false; ; {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
		if err == nil {
			g.answerMetrics(ctx, listener)
			return
		}
		if !said {
			g.log.Warn("Metrics not served yet", "address", address, "error", err)
			said = true
		}
		if wait(ctx, metricsPause) != nil {
			return
		}
	}
}

func (g *Gateway) answerMetrics(ctx context.Context, listener net.Listener) {
	server := &http.Server{
		Handler: http.HandlerFunc(g.metrics), ReadHeaderTimeout: headerPatience, WriteTimeout: headerPatience,
		IdleTimeout: idlePatience, MaxHeaderBytes: headerLimit,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	_ = server.Serve(listener)
}

// metrics answers one look at the numbers.
func (g *Gateway) metrics(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", access.MetricsType)
	_ = access.WriteMetrics(w, append(g.records.Metrics(), g.ownMetrics(time.Now())...))
}

// ownMetrics are the gateway's, beside those of services.
func (g *Gateway) ownMetrics(now time.Time) []access.Metric {
	counts := g.limits.Counts()
	return []access.Metric{
		{Name: "chatiere_connections", Help: "Open connections of visitors.", Kind: "gauge",
			Samples: []access.Sample{{Value: float64(counts.Open)}}},
		{Name: "chatiere_refusals_total", Help: "What the limits refused.", Kind: "counter", Samples: []access.Sample{
			access.Of("reason", "connections", float64(counts.Connections)),
			access.Of("reason", "requests", float64(counts.Requests)),
			access.Of("reason", "slow", float64(counts.Slow)),
		}},
		{Name: "chatiere_certificate_remaining_seconds", Kind: "gauge",
			Help: "Until the first certificate of a service ends; below 0 when one is missing.", Samples: g.remaining(now)},
	}
}

// remaining is the least of the certificates of each service. Names are those of
// hosts, and stay out.
func (g *Gateway) remaining(now time.Time) []access.Sample {
	owners, least := g.table.Load().owners(), map[string]float64{}
	for _, certificate := range g.keeper.Status() {
		owner := cmp.Or(owners[certificate.Name], otherNames)
		left := -1.0
		if certificate.State == certificates.Valid || certificate.State == certificates.Expired {
			left = certificate.NotAfter.Sub(now).Seconds()
		}
		if before, known := least[owner]; !known || left < before {
			least[owner] = left
		}
	}
	var samples []access.Sample
	for service, left := range least {
		samples = append(samples, access.Of("service", service, left))
	}
	slices.SortFunc(samples, func(a, b access.Sample) int { return cmp.Compare(a.Labels[0][1], b.Labels[0][1]) })
	return samples
}

// owners says whose each name is. Of a host that several services share it is
// the one of the shortest path.
func (t *table) owners() map[string]string {
	owners := map[string]string{}
	for host, entries := range t.entries {
		owners[host] = access.SiteService
		if last := entries[len(entries)-1]; last.route != nil {
			owners[host] = last.route.Service
		}
	}
	for alias, host := range t.aliases {
		owners[alias] = owners[host]
	}
	return owners
}
