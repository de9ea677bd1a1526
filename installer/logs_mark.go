package installer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// logMark is up to where a container's lines were kept: all before a time, and
// so many of those at that very time.
type logMark struct {
	time  time.Time
	count int
	seen  int
}

// passes says whether a line, given in order, is behind the mark.
func (m *logMark) passes(at time.Time) bool {
	if at.Equal(m.time) {
		m.seen++
		return m.seen > m.count
	}
	return at.After(m.time)
}

// takeGap says, once, that the marked lines are gone from the engine when the
// first line behind them comes: others may be gone with them.
func (m *logMark) takeGap() bool {
	gap := m.seen < m.count
	m.seen = max(m.seen, m.count)
	return gap
}

// note moves the mark behind a kept line.
func (m *logMark) note(at time.Time) {
	switch {
	case at.After(m.time):
		m.time, m.count = at, 1
	case at.Equal(m.time):
		m.count++
	}
}

// findMark looks for the last kept line of a container, in the newest file that
// has any. Without one everything is new from the oldest day that is kept.
// Files of days to come are those of a clock that went back.
func findMark(folder string, from logged, oldest, now time.Time) (*logMark, error) {
	days, err := keptDays(folder)
	if err != nil {
		return nil, err
	}
	for i := len(days) - 1; i >= 0; i-- {
		path := filepath.Join(folder, days[i]+".log")
		if err := cutTorn(path); err != nil {
			return nil, err
		}
		if days[i] > now.Format(dayName) {
			continue
		}
		mark := &logMark{}
		err := readKept(path, from.service, func(line LogLine) {
			if line.ID == from.short() && line.Stream != lost && !line.Time.After(now) {
				mark.note(line.Time)
			}
		})
		if err != nil || mark.count > 0 {
			return mark, err
		}
	}
	return &logMark{time: oldest}, nil
}

// keptDays lists the days that a folder has files of, in order.
func keptDays(folder string) ([]string, error) {
	days, err := access.DaysKept(folder)
	if err != nil {
		return nil, fmt.Errorf("read the kept logs: %w", err)
	}
	return days, nil
}

// readKept gives each whole line of a kept file.
func readKept(path, service string, note func(LogLine)) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read the kept logs: %w", err)
	}
	defer file.Close()
	reader := bufio.NewReaderSize(file, 64<<10)
	for {
		text, err := reader.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the kept logs: %w", err)
		}
		if line, ok := parseLine(service, text); ok {
			note(line)
		}
	}
}

// cutTorn removes the beginning of a line that a killed run was writing.
func cutTorn(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	end := size
	for piece := make([]byte, 32<<10); end > 0; {
		start := max(0, end-int64(len(piece)))
		read := piece[:end-start]
		if _, err := file.ReadAt(read, start); err != nil {
			return err
		}
		if at := bytes.LastIndexByte(read, '\n'); at >= 0 {
			end = start + int64(at) + 1
			break
		}
		end = start
	}
	if end == size {
		return nil
	}
	return file.Truncate(end)
}
