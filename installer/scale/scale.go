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
		return 5000
	}
	return 200
}

// KillPoints is after how many lines of progress, spread over the run, the
// program is killed by an end-to-end test: 0 stands for after each.
func KillPoints() int {
	if Full() {
		return 0
	}
	return 12
}
