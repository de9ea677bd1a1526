package main

import (
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/locale"
)

// stopwatch times the steps of the demo.
type stopwatch struct {
	printer *locale.Printer
	start   time.Time
	last    time.Time
	laps    []string
}

func newStopwatch(printer *locale.Printer) *stopwatch {
	now := clock()
	return &stopwatch{printer: printer, start: now, last: now}
}

// lap ends one step.
func (w *stopwatch) lap(name string) {
	now := clock()
	w.laps = append(w.laps, w.printer.Sayf("%s %.1f s", name, now.Sub(w.last).Seconds()))
	w.last = now
}

// report lists the steps and their sum.
func (w *stopwatch) report() string {
	total := w.printer.Sayf("%s %.1f s", w.printer.Sayf("total"), clock().Sub(w.start).Seconds())
	return strings.Join(append(w.laps, total), ", ")
}
