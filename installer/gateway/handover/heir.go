package handover

import (
	"sync"
	"time"
)

// Heir is the gateway that took this one's sockets and serves.
type Heir struct {
	line    line
	reloads chan int
	gone    chan struct{}
	hearing sync.WaitGroup
}

// Left says that this gateway does nothing more that only one may do. An heir
// that died meanwhile is gone.
func (h *Heir) Left() {
	said := h.line.say(message{Word: wordLeft})
	if said != nil {
		close(h.gone)
		return
	}
	_ = h.line.SetReadDeadline(time.Time{})
	h.hearing.Go(h.hear)
}

// hear ends with the connection. An heir that was replaced in its turn says so:
// it is not gone then, and its own heir is none of ours.
func (h *Heir) hear() {
	released := false
	for {
		said, err := h.line.hear()
		switch {
		case err != nil && released:
			return
		case err != nil:
			close(h.gone)
			return
		case said.Word == wordRelease:
			released = true
		case said.Word == wordReload:
			h.ask(said.Number)
		}
	}
}

// ask keeps the newest number only: the last reload has all of those before.
func (h *Heir) ask(number int) {
	select {
	case <-h.reloads:
	default:
	}
	h.reloads <- number
}

// Reloads gives the number of a reload that the heir made; the one who follows
// it says so in a Report.
func (h *Heir) Reloads() <-chan int { return h.reloads }

// Gone is closed when the heir has ended and nobody took its place: whoever is
// left may serve again.
func (h *Heir) Gone() <-chan struct{} { return h.gone }

// Report says what is still under way, and the last reload that was followed.
// One that does not arrive is no loss.
func (h *Heir) Report(report Report, followed int) {
	_ = h.line.say(message{Word: wordReport, Number: followed, Report: &report})
}

// Close ends the connection.
func (h *Heir) Close() {
	_ = h.line.Close()
	h.hearing.Wait()
}
