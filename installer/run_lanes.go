package installer

import (
	"runtime"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// slotsPerProcessor: an operation spends most of its time in the engine, which
// waits for the kernel, the disk and itself. Measured with 50 containers on two
// processors: 15 s with two, 14 s with four, 12 s with eight.
const slotsPerProcessor = 8

// networkSlots: the engine writes its firewall rules one after the other, so
// more networks at once would only hold the slots of containers.
const networkSlots = 2

// lanes bound how many operations run at the same time.
type lanes struct{ networks, others chan struct{} }

func newLanes() lanes {
	return lanes{
		networks: make(chan struct{}, networkSlots),
		others:   make(chan struct{}, slotsPerProcessor*runtime.NumCPU()),
	}
}

// enter waits for a slot and returns what frees it. Operations that only wait
// for others, or for their turn at the routes, hold none.
func (l lanes) enter(kind plan.Kind) (leave func()) {
	lane := l.others
	switch {
	case waits(kind):
		return func() {}
	case strings.HasPrefix(string(kind), "network."):
		lane = l.networks
	}
	lane <- struct{}{}
	return func() { <-lane }
}

// waits says that an operation of that kind makes nothing work but those that
// it waits for.
func waits(kind plan.Kind) bool {
	switch kind {
	case plan.HealthWait, plan.CertificateWait, plan.RoutesAdd, plan.RoutesSwitch, plan.RoutesDrain, plan.JobRun:
		return true
	}
	return false
}
