package installer

import (
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
)

// LogLine is one line that a container of the chaton wrote. Its keys in JSON
// are part of the interface.
type LogLine struct {
	Time      time.Time `json:"time"`
	Service   string    `json:"service"` // "gateway" for the kit's own container
	Container string    `json:"container"`
	ID        string    `json:"id"`     // the first 12 characters of the engine's
	Stream    string    `json:"stream"` // "out", "err"; "lost" marks a gap
	Text      string    `json:"text"`
}

// lost is the stream of the line that stands where lines are missing: the
// engine had thrown them away before they were kept.
const lost = "lost"

// Gap says that lines are missing before the next.
func (l LogLine) Gap() bool { return l.Stream == lost }

// lineTime has all its digits, so that kept lines stand in columns.
const lineTime = "2006-01-02T15:04:05.000000000Z"

// kept is the line as it stands in a file of <state>/logs.
func (l LogLine) kept() string {
	return strings.Join([]string{l.Time.UTC().Format(lineTime), l.Container, l.ID, l.Stream, l.Text}, " ") + "\n"
}

// parseLine reads what kept wrote; a line that a hand spoiled is none.
func parseLine(service, text string) (LogLine, bool) {
	fields := strings.SplitN(strings.TrimSuffix(text, "\n"), " ", 5)
	if len(fields) != 5 {
		return LogLine{}, false
	}
	at, err := time.Parse(lineTime, fields[0])
	if err != nil {
		return LogLine{}, false
	}
	return LogLine{Time: at, Service: service, Container: fields[1], ID: fields[2], Stream: fields[3], Text: fields[4]}, true
}

// logged is a container whose output is kept.
type logged struct {
	service, container, id string
	running                bool
}

// loggedOf names a container as logs do: the kit's own is a service too.
func loggedOf(service, container, id string, running bool) logged {
	if service == "" {
		service = container
	}
	return logged{service: service, container: container, id: id, running: running}
}

func (l logged) short() string { return l.id[:min(12, len(l.id))] }

func (l logged) line(read engine.LogLine) LogLine {
	return LogLine{
		Time: read.Time, Service: l.service, Container: l.container, ID: l.short(), Stream: read.Stream, Text: read.Text,
	}
}
