package access

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// MetricsType is the media type of what WriteMetrics writes: the text format
// of Prometheus.
const MetricsType = "text/plain; version=0.0.4; charset=utf-8"

// Metric is one number, or one for each set of labels.
type Metric struct {
	Name    string
	Help    string
	Kind    string // counter, gauge or histogram
	Samples []Sample
}

// Sample is one value of a metric. No label is ever an address or a path.
type Sample struct {
	Suffix string      // of the name: "_bucket", "_sum", "_count"
	Labels [][2]string // name and value
	Value  float64
}

// Of is a sample with one label, Of("service", "wiki", 3).
func Of(label, value string, number float64) Sample {
	return Sample{Labels: [][2]string{{label, value}}, Value: number}
}

// WriteMetrics writes what a collector reads. Metrics without samples are left
// out.
func WriteMetrics(w io.Writer, metrics []Metric) error {
	out := bufio.NewWriter(w)
	for _, metric := range metrics {
		if len(metric.Samples) == 0 {
			continue
		}
		fmt.Fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", metric.Name, metric.Help, metric.Name, metric.Kind)
		for _, sample := range metric.Samples {
			fmt.Fprintf(out, "%s%s%s %s\n", metric.Name, sample.Suffix, sample.labels(), number(sample.Value))
		}
	}
	return out.Flush()
}

func (s Sample) labels() string {
	if len(s.Labels) == 0 {
		return ""
	}
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	var pairs []string
	for _, label := range s.Labels {
		pairs = append(pairs, label[0]+`="`+escape.Replace(label[1])+`"`)
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

func number(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

// Metrics are those of all services since the gateway started, and of the
// recording itself.
func (r *Recorder) Metrics() []Metric {
	requests := Metric{Name: "chatiere_requests_total", Help: "Requests by service and class of the answer's status.", Kind: "counter"}
	latency := Metric{Name: "chatiere_request_duration_seconds", Help: "How long answers took, WebSockets and event streams left out.", Kind: "histogram"}
	bytes := Metric{Name: "chatiere_body_bytes_total", Help: "Bytes of bodies and WebSockets by service and direction.", Kind: "counter"}
	underWay := Metric{Name: "chatiere_requests_in_flight", Help: "Requests under way by service.", Kind: "gauge"}
	failures := Metric{Name: "chatiere_upstream_failures_total", Help: "Answers that a service's containers failed to give.", Kind: "counter"}
	for _, tally := range r.all() {
		requests.Samples = append(requests.Samples, tally.requests()...)
		if tally == r.nobody {
			continue
		}
		latency.Samples = append(latency.Samples, tally.latency()...)
		bytes.Samples = append(bytes.Samples, tally.bytes("in", &tally.in), tally.bytes("out", &tally.out))
		underWay.Samples = append(underWay.Samples, Of("service", tally.service, float64(tally.underWay.Load())))
		failures.Samples = append(failures.Samples, Of("service", tally.service, float64(tally.failures.Load())))
	}
	lost := Metric{Name: "chatiere_log_lines_lost_total", Help: "Lines of the gateway's logs that were not written.", Kind: "counter",
		Samples: []Sample{{Value: float64(r.lost.Load())}}}
	return []Metric{requests, latency, bytes, underWay, failures, lost}
}

func (r *Recorder) all() []*Tally {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.SortedFunc(maps.Values(r.tallies), func(a, b *Tally) int { return strings.Compare(a.service, b.service) })
}

func (t *Tally) requests() []Sample {
	var samples []Sample
	for i := range t.classes {
		if count := t.classes[i].Load(); count > 0 {
			samples = append(samples, Sample{Labels: [][2]string{{"service", t.service}, {"class", className(i)}}, Value: float64(count)})
		}
	}
	return samples
}

func (t *Tally) bytes(direction string, count *atomic.Int64) Sample {
	return Sample{Labels: [][2]string{{"service", t.service}, {"direction", direction}}, Value: float64(count.Load())}
}

// latency is a histogram as the format has it: each slot holds those before it.
func (t *Tally) latency() []Sample {
	service := [2]string{"service", t.service}
	var samples []Sample
	total := int64(0)
	for i := range t.slots {
		bound := "+Inf"
		if i < len(bounds) {
			bound = number(bounds[i].Seconds())
		}
		total += t.slots[i].Load()
		samples = append(samples, Sample{Suffix: "_bucket", Labels: [][2]string{service, {"le", bound}}, Value: float64(total)})
	}
	took := time.Duration(t.took.Load()).Seconds()
	return append(samples,
		Sample{Suffix: "_sum", Labels: [][2]string{service}, Value: took},
		Sample{Suffix: "_count", Labels: [][2]string{service}, Value: float64(total)})
}
