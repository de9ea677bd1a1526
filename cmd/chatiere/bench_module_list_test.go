package main

import (
	"os/exec"
	"testing"
	"time"
)

// BenchmarkModuleList lists the whole catalogue of the program as it ships, and
// tells the clock's time and that of the processors, which says the same where
// others work too. Wanted: under 100 ms by the clock.
//
//	go test -run '^$' -bench ModuleList -benchtime 20x ./cmd/chatiere/
func BenchmarkModuleList(b *testing.B) {
	path, err := program()
	if err != nil {
		b.Fatal(err)
	}
	state, processors := b.TempDir(), time.Duration(0)
	for b.Loop() {
		command := exec.CommandContext(b.Context(), path, "module", "list", "--state", state)
		if output, err := command.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, output)
		}
		processors += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(processors.Milliseconds())/float64(b.N), "processor-ms/op")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "clock-ms/op")
	b.ReportMetric(0, "ns/op")
}
