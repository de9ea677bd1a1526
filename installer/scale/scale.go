// Package scale says how large the tests are.
package scale

import "os"

// Full reports whether the long suite was asked for, by
// "sh installer/setup.sh test full". Only tests call it: nothing that ships
// may behave differently under test.
func Full() bool {
	return os.Getenv("CHATIERE_TEST") == "full"
}

// Sequences is how many random sequences of operations a property test tries.
// The short suite keeps the number that a change of a few minutes can bear.
func Sequences() int {
	if Full() {
		return 600
	}
	return 120
}

// RealSteps is how many random steps of that kind are taken on the real engine,
// where each takes seconds.
func RealSteps() int {
	if Full() {
		return 40
	}
	return 12
}

// EngineStops is how many times an engine is stopped in the middle of an apply.
func EngineStops() int {
	if Full() {
		return 7
	}
	return 3
}

// Requests is how many a service must answer while it is updated again and
// again.
func Requests() int {
	if Full() {
		return 50_000
	}
	return 10_000
}

// Lingerers is how many connections are held by visitors who do next to nothing
// with them, while others are served.
func Lingerers() int {
	if Full() {
		return 2000
	}
	return 300
}
