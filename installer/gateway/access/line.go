package access

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"
)

// Line is one line of the access log. Its keys stand in the files.
type Line struct {
	Time     time.Time  `json:"time"` // when the answer ended
	Service  string     `json:"service"`
	Address  netip.Addr `json:"address,omitzero"` // full only
	Method   string     `json:"method"`
	Path     string     `json:"path"`
	Query    string     `json:"query,omitempty"` // full only
	Protocol string     `json:"protocol"`
	Status   int        `json:"status"` // 0: the visitor left before an answer began
	BytesIn  int64      `json:"bytes_in"`
	BytesOut int64      `json:"bytes_out"`
	Seconds  float64    `json:"seconds"`
	Agent    string     `json:"agent,omitempty"` // full only
}

// String is the line for people, without its time and its service.
func (l Line) String() string {
	target := l.Path
	if l.Query != "" {
		target += "?" + l.Query
	}
	text := fmt.Sprintf("%s %s %s %d %d/%d %.3fs", l.Method, target, l.Protocol, l.Status, l.BytesIn, l.BytesOut, l.Seconds)
	if l.Address.IsValid() {
		text = fmt.Sprintf("%s %s %q", l.Address, text, l.Agent)
	}
	return text
}

// Creation is one line of the log of requests that may create content: where
// the connection came from and by which protocols (décret 2021-1362, article 5,
// 2°), and no more.
type Creation struct {
	Time     time.Time  `json:"time"` // when the answer ended
	Service  string     `json:"service"`
	Address  netip.Addr `json:"address,omitzero"` // absent when nobody who is believed says it
	Port     uint16     `json:"port,omitempty"`   // absent when only a proxy in front knows it
	Protocol string     `json:"protocol"`
	Seconds  float64    `json:"seconds"` // a WebSocket's content was created all the while
}

// entry is what one exchange leaves to write; either may be absent.
type entry struct {
	line     *Line
	creation *Creation
}

// longest is what is kept of what a visitor chose: a line is for people.
const longest = 1024

// write leaves the lines of an exchange to the writer, which takes them when it
// can.
func (r *Recorder) write(e *Exchange, settings Settings, took time.Duration) {
	var left entry
	at, seconds := e.began.Add(took).UTC().Truncate(time.Millisecond), took.Truncate(time.Millisecond).Seconds()
	if settings.Access.content() != None {
		left.line = e.line(settings.Access.Content == Full, at, seconds)
	}
	if settings.Creation.content() != None && e.creates() {
		left.creation = &Creation{
			Time: at, Service: e.tally.service, Address: e.from.Addr(), Port: e.from.Port(),
			Protocol: e.request.Proto, Seconds: seconds,
		}
	}
	if left.line == nil && left.creation == nil {
		return
	}
	select {
	case r.queue <- &left:
	default:
		r.lost.Add(left.count())
	}
}

// keepTo takes away what the settings of this moment no longer allow: the line
// may have waited while they changed. What nobody knows takes nothing away.
func (l *entry) keepTo(settings *Settings) {
	if settings == nil {
		return
	}
	if settings.Access.content() == None {
		l.line = nil
	}
	if l.line != nil && settings.Access.Content != Full {
		l.line.Address, l.line.Query, l.line.Agent = netip.Addr{}, "", ""
	}
	if settings.Creation.content() == None {
		l.creation = nil
	}
}

func (l *entry) count() int64 {
	if l.line != nil && l.creation != nil {
		return 2
	}
	return 1
}

func (e *Exchange) line(full bool, at time.Time, seconds float64) *Line {
	line := &Line{
		Time: at, Service: e.tally.service, Method: methodNames[methodPlace(e.request.Method)],
		Path: short(e.request.URL.EscapedPath()), Protocol: e.request.Proto, Status: e.status,
		BytesIn: e.in.Load(), BytesOut: e.out.Load(), Seconds: seconds,
	}
	if full {
		line.Address, line.Query, line.Agent = e.from.Addr(), short(e.request.URL.RawQuery), short(e.request.UserAgent())
	}
	return line
}

func short(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for !utf8.RuneStart(text[end]) && end > longest-utf8.UTFMax {
		end--
	}
	return text[:end] + "…"
}

// Mark is up to where the access log was read; the zero mark is its beginning.
type Mark struct {
	Day    string
	Offset int64
}

// ReadLines gives the kept lines of the access log in the gateway's folder
// behind a mark, in the order in which they were written, and the mark behind
// them. A line that is none, cut off by a death or by hand, is passed over.
func ReadLines(folder string, after Mark, note func(Line)) (Mark, error) {
	folder = filepath.Join(folder, AccessFolder)
	days, err := DaysKept(folder)
	if err != nil {
		return after, fmt.Errorf("read the access log: %w", err)
	}
	for _, day := range days {
		if day < after.Day {
			continue
		}
		if day > after.Day {
			after = Mark{Day: day}
		}
		if after.Offset, err = readDay(fileOf(folder, day), after.Offset, note); err != nil {
			return after, fmt.Errorf("read the access log: %w", err)
		}
	}
	return after, nil
}

// readDay gives the lines of a file from an offset on, and the offset behind
// the last whole one.
func readDay(path string, offset int64, note func(Line)) (int64, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return offset, nil // it became too old at this moment
	}
	if err != nil {
		return offset, err
	}
	defer file.Close()
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return offset, err
	}
	reader := bufio.NewReaderSize(file, 64<<10)
	for {
		text, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return offset, nil
		}
		if err != nil {
			return offset, err
		}
		offset += int64(len(text))
		var line Line
		if json.Unmarshal(text, &line) == nil && !line.Time.IsZero() {
			note(line)
		}
	}
}
