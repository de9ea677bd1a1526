package main

import "testing"

// A hundred services that are all up, planned:
//
//	go test -run '^$' -bench PlanOfAHundredServices -benchtime 1x -timeout 20m ./cmd/chatiere/
//
// What counts is the wall time of the whole program; "plan" is to stay under
// 300 ms with nothing to do, and with everything to do.
func BenchmarkPlanOfAHundredServices(b *testing.B) {
	c := newSteady(b, "bench-plan")
	c.writeSteady(100, "un")
	c.expect(exitDone, "apply", "--yes")
	for b.Loop() {
		c.writeSteady(100, "un")
		planned := c.plans(b, exitDone)
		c.writeSteady(100, "deux")
		changed := c.plans(b, exitPending)
		b.Logf("load %s; nothing to do: %v; all to replace: %v", load(b), planned, changed)
		b.ReportMetric(float64(planned.took().Milliseconds()), "nothing-ms")
		b.ReportMetric(float64(changed.took().Milliseconds()), "replace-ms")
	}
	b.ReportMetric(0, "ns/op")
}

func (c *chaton) plans(b *testing.B, code int) costs {
	b.Helper()
	var planned costs
	for range 15 {
		planned = append(planned, costOf(b, code, c.command(b.Context(), "plan")))
	}
	return planned
}
