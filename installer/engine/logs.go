package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// LogLine is one line that a container wrote, secrets removed.
type LogLine struct {
	Time   time.Time // when the engine got it
	Stream string    // "out" or "err"
	Text   string    // without its end of line
}

// LogOptions says which lines ReadLogs gives.
type LogOptions struct {
	Since  time.Time // none before; zero: from the first that the engine has
	Follow bool      // go on with what comes, until the container or ctx ends
}

// logBatch is how many lines pass Redact at once: it looks for every secret
// anew each time it is called.
const logBatch = 500

// ReadLogs gives what a container wrote, in the engine's order: the times of
// two lines written at once may stand the other way round. A container that is
// gone has no lines.
func (e *Engine) ReadLogs(ctx context.Context, id string, options LogOptions, note func(LogLine) error) error {
	stream, err := e.docker.ContainerLogs(ctx, id, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Timestamps: true, Follow: options.Follow, Since: sinceOf(options.Since),
	})
	if errdefs.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	defer stream.Close()
	reading := &logReading{redact: e.redact, note: note, limit: logBatch}
	if options.Follow {
		reading.limit = 1
	}
	lines := &logLines{reading: reading, open: map[string]LogLine{}}
	err = readFrames(stream, lines.add)
	if err == nil {
		err = lines.close()
	}
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	return nil
}

func sinceOf(since time.Time) string {
	if since.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%09d", since.Unix(), since.Nanosecond())
}

// logReading gathers lines until a batch is full.
type logReading struct {
	redact func(string) string
	note   func(LogLine) error
	limit  int
	batch  []LogLine
}

func (r *logReading) add(line LogLine) error {
	r.batch = append(r.batch, line)
	if len(r.batch) < r.limit {
		return nil
	}
	return r.flush()
}

func (r *logReading) flush() error {
	texts := make([]string, len(r.batch))
	for i, line := range r.batch {
		texts[i] = line.Text
	}
	clean := strings.Split(r.redact(strings.Join(texts, "\n")), "\n")
	for i, line := range r.batch {
		if len(clean) == len(r.batch) {
			line.Text = clean[i]
		} else { // a secret of two lines
			line.Text = r.redact(line.Text)
		}
		if err := r.note(line); err != nil {
			return err
		}
	}
	r.batch = r.batch[:0]
	return nil
}

// logFrame is one message of the engine, led by its time and one space.
type logFrame struct {
	LogLine
	ended bool
}

// readFrames hands on every message of the two streams.
func readFrames(stream io.Reader, frame func(logFrame) error) error {
	var header [8]byte
	for {
		_, err := io.ReadFull(stream, header[:])
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		message := make([]byte, binary.BigEndian.Uint32(header[4:]))
		if _, err := io.ReadFull(stream, message); err != nil {
			return err
		}
		parsed, err := parseFrame(header[0], string(message))
		if err != nil {
			return err
		}
		if err := frame(parsed); err != nil {
			return err
		}
	}
}

func parseFrame(stream byte, message string) (logFrame, error) {
	stamp, text, found := strings.Cut(message, " ")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if !found || err != nil {
		return logFrame{}, fmt.Errorf("a line without its time: %.60q", message)
	}
	frame := logFrame{LogLine: LogLine{Time: at, Stream: "out"}}
	if stream == 2 {
		frame.Stream = "err"
	}
	frame.Text, frame.ended = strings.CutSuffix(text, "\n")
	return frame, nil
}

// logLines puts the pieces of long lines together: the engine cuts after
// 16 KiB. All pieces of a line bear one time, and the driver of engine 20.10
// forgets the end of such a line: it is seen by the next line's time only.
type logLines struct {
	reading *logReading
	open    map[string]LogLine // by stream
}

func (l *logLines) add(frame logFrame) error {
	line, begun := l.open[frame.Stream]
	delete(l.open, frame.Stream)
	if begun && line.Time.Equal(frame.Time) {
		frame.Text = line.Text + frame.Text
	} else if begun {
		if err := l.reading.add(line); err != nil {
			return err
		}
	}
	if !frame.ended {
		l.open[frame.Stream] = frame.LogLine
		return nil
	}
	frame.Text = strings.TrimSuffix(frame.Text, "\r")
	return l.reading.add(frame.LogLine)
}

// close gives the last lines, whose end nothing shows.
func (l *logLines) close() error {
	for _, line := range l.open {
		if err := l.reading.add(line); err != nil {
			return err
		}
	}
	return l.reading.flush()
}
