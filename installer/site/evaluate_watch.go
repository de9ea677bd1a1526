package site

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sys/unix"
)

const (
	evaluationTime   = time.Second // of processor, for all attributes of one service
	evaluationMemory = 256 << 20   // that one attribute may take
	watchPeriod      = 10 * time.Millisecond
)

// watch is the last bound on what a stranger's module computes, for what no
// look at its text foresees. hcl can't be interrupted: when an attribute takes
// too long or too much, whoever waits is told which, and the program ends with
// that message while the attribute is still being computed.
type watch struct {
	mutex   sync.Mutex
	allowed time.Duration // 0: evaluationTime
	subject hcl.Range     // the attribute being evaluated, or the last one
	running bool          // it is being evaluated
	thread  int           // that does so
	since   time.Duration // of the thread's processor time
	spent   time.Duration // by the attributes before it
	turn    int           // grows with each attribute
	stopped bool
}

// during does the work, or gives up on it with the attribute that is to blame.
// What the work changes may then be read no more.
func (w *watch) during(work func()) *hcl.Diagnostic {
	done := make(chan struct{})
	go func() {
		defer close(done)
		// The time is that of one thread: a machine that is busy with other
		// things must not make a module guilty.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		work()
	}()
	ticker := time.NewTicker(watchPeriod)
	defer ticker.Stop()
	memory := &memoryUse{}
	for {
		select {
		case <-done:
			return nil
		case <-ticker.C:
			if wrong := w.look(memory); wrong != nil {
				return wrong
			}
		}
	}
}

// begin notes the attribute that is evaluated next; false: none may be any
// more.
func (w *watch) begin(subject hcl.Range) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.subject, w.running, w.thread = subject, true, unix.Gettid()
	w.since = processorTime(w.thread)
	w.turn++
	return !w.stopped
}

// end, or a pause for what is slow by our own will.
func (w *watch) end() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.running {
		w.spent += processorTime(w.thread) - w.since
	}
	w.running = false
}

func (w *watch) resume() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.running, w.since = true, processorTime(w.thread)
}

// restart gives the next module its own time.
func (w *watch) restart() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.spent = 0
}

func (w *watch) over() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.stopped
}

// look tells whether the attribute that is being evaluated must be given up.
func (w *watch) look(memory *memoryUse) *hcl.Diagnostic {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if !w.running {
		return nil
	}
	allowed := w.allowed
	if allowed == 0 {
		allowed = evaluationTime
	}
	switch {
	case memory.grown(w.turn) > evaluationMemory:
		w.stopped = true
		return authored(w.subject, "Evaluation takes too much memory",
			"This attribute took more than 256 MiB while it was computed. Make it simpler.")
	case w.spent+processorTime(w.thread)-w.since > allowed:
		w.stopped = true
		return authored(w.subject, "Evaluation takes too long",
			"The attributes of a module are computed in 1 second at most, and this one was still at it. Make it simpler.")
	}
	return nil
}

// processorTime is what a thread of this program has used; where the kernel
// does not tell, the time that passes.
func processorTime(thread int) time.Duration {
	const ofThread = 4 | 2 // CPUCLOCK_PERTHREAD_MASK and CPUCLOCK_SCHED
	var used unix.Timespec
	if err := unix.ClockGettime(int32(^thread<<3|ofThread), &used); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(used.Nano())
}

// memoryUse compares what is in memory with what was there when the attribute
// was first seen.
type memoryUse struct {
	turn  int
	first uint64
}

func (m *memoryUse) grown(turn int) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	used := sample[0].Value.Uint64()
	if m.turn != turn {
		m.turn, m.first = turn, used
	}
	return used - min(used, m.first)
}
