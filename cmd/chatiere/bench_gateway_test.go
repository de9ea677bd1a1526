package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// Side by side with Caddy, nginx and haproxy, in turn, each configured for the
// same job: TLS with one P-256 certificate, HTTP/1.1 and HTTP/2, connections
// kept on both sides (Caddy once as it comes and once so), X-Forwarded-* told to the service behind.
//
//	go test -run '^$' -bench GatewayBesidePeers -benchtime 1x -timeout 30m ./cmd/chatiere/
//
// Caddy is built from its Go module; nginx, haproxy, wrk and h2load are
// Debian's. All five proxies stay up meanwhile, and only one of them is asked
// at a time. A round asks each in turn, so that a busy machine is busy for
// everybody: only the ratios say something.

const (
	benchRounds      = 5
	benchTransfers   = 3
	benchSeconds     = 3
	benchConnections = 64
	benchTransfer    = 1 << 30
)

func BenchmarkGatewayBesidePeers(b *testing.B) {
	for b.Loop() {
		besidePeers(b)
	}
	b.ReportMetric(0, "ns/op")
}

func besidePeers(b *testing.B) {
	service := startAnswer(b)
	contenders := []*contender{
		startGateway(b, service), startCaddy(b, service), startTunedCaddy(b, service), startNginx(b, service), startHaproxy(b, service),
	}
	for _, each := range contenders {
		each.rest = each.memory(b, "VmRSS")
	}
	b.Logf("load %s", load(b))
	for range benchRounds {
		for _, each := range contenders {
			each.http1 = append(each.http1, each.charged(b, wrk))
		}
		for _, each := range contenders {
			each.http2 = append(each.http2, each.charged(b, h2load))
		}
	}
	for _, each := range contenders {
		each.peak = each.memory(b, "VmHWM")
	}
	for range benchRounds {
		for _, each := range contenders {
			each.streams = append(each.streams, each.charged(b, h2loadStreams))
		}
	}
	for range benchTransfers {
		for _, each := range contenders {
			each.download = append(each.download, download(b, each.port))
			each.upload = append(each.upload, upload(b, each.port))
		}
	}
	for _, each := range contenders {
		each.large = each.memory(b, "VmHWM")
	}
	tell(b, contenders)
}

// tell prints every round, and what is ours as a ratio of each peer's.
func tell(b *testing.B, contenders []*contender) {
	ours := contenders[0]
	for _, each := range contenders {
		b.Logf("%-11s HTTP/1.1 %v; HTTP/2 %v; HTTP/2 by ten %v", each.name, each.http1, each.http2, each.streams)
		b.Logf("%-11s download %.0f, upload %.0f MiB/s", each.name, each.download, each.upload)
		b.Logf("%-11s memory: %d MiB at rest, %d with 64 requests at a time, %d at most", each.name, each.rest>>20, each.peak>>20, each.large>>20)
	}
	for _, peer := range contenders[1:] {
		b.Logf("beside %-11s HTTP/1.1 %s; HTTP/2 %s; HTTP/2 by ten %s; download %.2f, upload %.2f", peer.name,
			ours.http1.beside(peer.http1), ours.http2.beside(peer.http2), ours.streams.beside(peer.streams),
			median(ours.download)/median(peer.download), median(ours.upload)/median(peer.upload))
		b.ReportMetric(ours.http1.rate()/peer.http1.rate(), "http1/"+peer.name)
		b.ReportMetric(ours.http2.rate()/peer.http2.rate(), "http2/"+peer.name)
	}
	b.ReportMetric(float64(ours.rest>>20), "MiB-rest")
	b.ReportMetric(float64(ours.peak>>20), "MiB-load")
}

// session is what one call of a load generator saw.
type session struct {
	Rate float64       // requests a second
	Slow time.Duration // 99 of 100 were faster
	Cost time.Duration // of the proxy's processor, a request
}

type sessions []session

func (r sessions) rate() float64 {
	return median(collect(r, func(one session) float64 { return one.Rate }))
}

func (r sessions) slow() float64 {
	return median(collect(r, func(one session) float64 { return one.Slow.Seconds() }))
}

func (r sessions) cost() float64 {
	return median(collect(r, func(one session) float64 { return one.Cost.Seconds() }))
}

// beside is what is ours as a ratio of a peer's.
func (r sessions) beside(peer sessions) string {
	return fmt.Sprintf("%.2f, p99 %.2f, processor %.2f", r.rate()/peer.rate(), r.slow()/peer.slow(), r.cost()/peer.cost())
}

// String has every round, so that noise is seen.
func (r sessions) String() string {
	return strings.Join(collect(r, func(one session) string {
		return fmt.Sprintf("%.0f/s p99 %s %s", one.Rate, one.Slow.Round(100*time.Microsecond), one.Cost.Round(time.Microsecond))
	}), ", ")
}

func collect[T any](all sessions, of func(session) T) []T {
	var values []T
	for _, one := range all {
		values = append(values, of(one))
	}
	return values
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
