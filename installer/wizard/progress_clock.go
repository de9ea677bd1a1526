package wizard

import (
	"sync"
	"time"
)

// beat calls a function at a steady pace until it is ended. Its zero value
// stands still.
type beat struct {
	stop  chan struct{}
	group sync.WaitGroup
}

// start sets it going, once.
func (b *beat) start(every time.Duration, do func()) {
	if b.stop != nil {
		return
	}
	stop := make(chan struct{})
	b.stop = stop
	b.group.Go(func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				do()
			}
		}
	})
}

// end returns once the last call has. The caller holds no lock that the
// function takes, and starts it no more.
func (b *beat) end() {
	if b.stop != nil {
		close(b.stop)
		b.group.Wait()
	}
}
