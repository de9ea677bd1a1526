package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Report is how a scheduler does since it was started.
type Report struct {
	Started  time.Time `json:"started"`
	Running  time.Time `json:"running,omitzero"`   // the command runs since then
	Last     time.Time `json:"last,omitzero"`      // when the last run that ended began
	LastGood time.Time `json:"last_good,omitzero"` // likewise, of one that succeeded
	Took     string    `json:"took,omitempty"`     // of the last run, "1.2s"
	Code     int       `json:"code"`               // its exit code
	Problem  string    `json:"problem"`            // "" when it succeeded
	Failures int       `json:"failures"`           // in a row, until now
	Next     time.Time `json:"next,omitzero"`
}

// address is an abstract socket: it belongs to the container's network, needs
// no folder that can be written, and is gone with its owner.
const address = "@chatiere-schedule"

// answerPatience bounds a question: a scheduler that does not answer is broken.
const answerPatience = 2 * time.Second

// board holds the report that whoever asks is given.
type board struct {
	mutex  sync.Mutex
	report Report
}

func (b *board) change(edit func(*Report)) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	edit(&b.report)
}

func (b *board) text() []byte {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	text, err := json.Marshal(b.report)
	if err != nil {
		panic(err) // only for a type of ours that JSON cannot hold
	}
	return append(text, '\n')
}

// serve gives the report to everybody who connects, until the listener closes.
func (b *board) serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		_ = connection.SetDeadline(time.Now().Add(answerPatience))
		_, _ = connection.Write(b.text()) // who asked may be gone
		connection.Close()
	}
}

// ask prints the report of the scheduler at an address.
func ask(ctx context.Context, address string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	connection, err := new(net.Dialer).DialContext(ctx, "unix", address)
	if err != nil {
		return errors.New("the scheduler does not answer")
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(answerPatience))
	_, err = io.Copy(out, connection)
	return err
}
