package handover

import (
	"sync"
	"time"
)

// Former is the gateway whose place was taken, while it lives. A nil one has
// nothing to say.
type Former struct {
	line    line
	hearing sync.WaitGroup

	mutex    sync.Mutex
	report   Report
	number   int           // of the last reload that it was told of
	last     int           // of the last reload that it followed
	followed chan struct{} // closed and made anew when it followed one
	ended    bool
}

// following is how long a reload waits for a former gateway to follow it.
const following = 2 * time.Second

func (f *Former) hear() {
	for {
		said, err := f.line.hear()
		f.mutex.Lock()
		if err != nil {
			f.ended = true
		} else if said.Word == wordReport && said.Report != nil {
			f.report, f.last = *said.Report, said.Number
		}
		close(f.followed)
		f.followed = make(chan struct{})
		f.mutex.Unlock()
		if err != nil {
			return
		}
	}
}

// Report is what the former gateway said last; false once it has nothing left
// to do.
func (f *Former) Report() (Report, bool) {
	if f == nil {
		return Report{}, false
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.report, !f.ended && !f.report.Over
}

// Lives says that the former gateway still runs, if only to wait.
func (f *Former) Lives() bool {
	if f == nil {
		return false
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return !f.ended
}

// Reload makes the former gateway read the routes too, and waits a little until
// it has: a container that no route leads to any more must not be asked by it.
func (f *Former) Reload() {
	if f == nil {
		return
	}
	f.mutex.Lock()
	f.number++
	number := f.number
	f.mutex.Unlock()
	if f.line.say(message{Word: wordReload, Number: number}) != nil {
		return
	}
	late := time.NewTimer(following)
	defer late.Stop()
	for {
		waited, done := f.behind(number)
		if done {
			return
		}
		select {
		case <-late.C:
			return
		case <-waited:
		}
	}
}

func (f *Former) behind(number int) (waited <-chan struct{}, done bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.followed, f.ended || f.report.Over || f.last >= number
}

// Release says that this gateway was replaced in its turn: the former one does
// not come back when this one ends.
func (f *Former) Release() {
	if f != nil {
		_ = f.line.say(message{Word: wordRelease})
	}
}

// Close ends the connection.
func (f *Former) Close() {
	if f == nil {
		return
	}
	_ = f.line.Close()
	f.hearing.Wait()
}
