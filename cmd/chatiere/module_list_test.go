package main

import (
	"os/exec"
	"testing"
	"time"
)

// TestModuleList_TheWholeCatalogueTakesATenthOfASecond counts the time of the
// two processors of a small machine, on which the shipped program spreads its
// work: unlike the clock's, it says the same where others work too.
func TestModuleList_TheWholeCatalogueTakesATenthOfASecond(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	const limit = 2 * 100 * time.Millisecond
	processors, clocked := time.Hour, time.Hour
	for range 5 {
		command := exec.CommandContext(t.Context(), path, "module", "list", "--state", t.TempDir())
		began := time.Now()
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		clocked = min(clocked, time.Since(began))
		processors = min(processors, command.ProcessState.UserTime()+command.ProcessState.SystemTime())
	}
	t.Logf("module list: %s of processors, %s by the clock", processors, clocked)
	if processors > limit {
		t.Errorf("got %s of processors, want %s at most", processors, limit)
	}
}
