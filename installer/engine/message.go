package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// message is one line of the stream that pulls, builds and imports answer with.
type message struct {
	Stream string `json:"stream"`
	Status string `json:"status"`
	ID     string `json:"id"`
	Error  string `json:"error"`
	Detail struct {
		Current int64 `json:"current"`
		Total   int64 `json:"total"`
	} `json:"progressDetail"`
}

// readMessages reads to the end: an error inside the stream is the only sign
// of failure, since the answer's status was sent long before.
func readMessages(stream io.Reader, note func(message)) error {
	decoder := json.NewDecoder(stream)
	for {
		var next message
		err := decoder.Decode(&next)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the engine's answer: %w", err)
		case next.Error != "":
			return errors.New(strings.TrimSpace(next.Error))
		}
		note(next)
	}
}

// layer is how much of one layer has come.
type layer struct{ current, total int64 }

// pullMeter adds up layers into one line for people, and says it only when
// it differs.
type pullMeter struct {
	progress func(string)
	layers   map[string]layer
	last     string
}

func (m *pullMeter) note(next message) {
	if next.Status != "Downloading" || next.Detail.Total <= 0 {
		return
	}
	m.layers[next.ID] = layer{current: next.Detail.Current, total: next.Detail.Total}
	var sum layer
	for _, part := range m.layers {
		sum.current += part.current
		sum.total += part.total
	}
	if line := fmt.Sprintf("%d MB of %d MB", sum.current/1e6, sum.total/1e6); line != m.last {
		m.last = line
		m.progress(line)
	}
}

// tail keeps the last lines of what was written to it.
type tail struct {
	limit int // 0: tailLines
	lines []string
	rest  string
}

const tailLines = 20

// Write never fails.
func (t *tail) Write(text []byte) (int, error) {
	parts := strings.Split(t.rest+string(text), "\n")
	t.rest = parts[len(parts)-1]
	t.lines = append(t.lines, parts[:len(parts)-1]...)
	limit := t.limit
	if limit == 0 {
		limit = tailLines
	}
	t.lines = t.lines[max(0, len(t.lines)-limit):]
	return len(text), nil
}

// String gives the lines without empty ones at the end.
func (t *tail) String() string {
	lines := t.lines
	if t.rest != "" {
		lines = append(lines[:len(lines):len(lines)], t.rest)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n\r \t")
}
