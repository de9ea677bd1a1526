package wizard

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"framagit.org/chatiere/chatiere/installer/locale"
)

// Terminal is where questions are asked and operations are shown. One is made
// for a whole run and passed by pointer: it holds the only reader of the
// input, so that lines sent ahead reach the questions that they answer.
type Terminal struct {
	In         io.Reader
	Out        io.Writer // standard error: standard output is for results
	IsTerminal bool      // both ends are a terminal
	Plain      bool      // one fact a line, no redraw
	NoColor    bool
	Width      int // columns for what is not full-screen; 0 is 80
	// Printer is in the language of the run. Ask replaces it by one in the
	// language that was chosen.
	Printer *locale.Printer

	reader  *bufio.Reader
	pending chan line
}

type line struct {
	text string
	err  error
}

// PlainWanted tells whether the plain form is asked for: by its flag, by
// CHATIERE_PLAIN=1 or by a terminal that cannot redraw.
func PlainWanted(flag bool, environment func(string) string) bool {
	return flag || environment("CHATIERE_PLAIN") == "1" || environment("TERM") == "dumb"
}

// Close drops what was typed and not read, so that pasted lines are not run by
// the shell. It is called once, at the end of the run.
func (t *Terminal) Close() error { return flush(t.In) }

// readLine waits for one line, without its end. A read from a terminal cannot
// be broken off, so one that a cancelled run leaves behind is taken up by the
// next call, or ends with the program.
func (t *Terminal) readLine(ctx context.Context) (string, error) {
	if t.pending == nil {
		t.pending = make(chan line, 1)
		go t.readTo(t.pending)
	}
	select {
	case <-ctx.Done():
		return "", ErrCancelled
	case read := <-t.pending:
		t.pending = nil
		return read.text, read.err
	}
}

func (t *Terminal) readTo(pending chan<- line) {
	if t.reader == nil {
		t.reader = bufio.NewReader(t.In)
	}
	text, err := t.reader.ReadString('\n')
	if errors.Is(err, io.EOF) && text != "" {
		err = nil // the last line of a file may have no end
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read an answer: %w", err)
	}
	pending <- line{text: strings.TrimSpace(text), err: err}
}

// tell writes one line.
func (t *Terminal) tell(sentence string) {
	if sentence != "" {
		fmt.Fprintln(t.Out, sentence)
	}
}

func (t *Terminal) width() int {
	if t.Width > 0 {
		return t.Width
	}
	return 80
}
