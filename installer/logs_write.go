package installer

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// dayName names a file by the day of its lines, as the machine counts days.
const dayName = "2006-01-02"

// logWriting appends the lines behind a mark to the files of their days.
type logWriting struct {
	folder string
	zone   *time.Location
	after  *logMark
	lines  int

	day    string
	file   *os.File
	buffer *bufio.Writer
}

// add takes lines in the order of time.
func (w *logWriting) add(line LogLine) error {
	if !w.after.passes(line.Time) {
		return nil
	}
	if w.after.takeGap() {
		gap := line
		gap.Stream, gap.Text = lost, "the engine threw lines away before they were kept"
		if err := w.write(gap); err != nil {
			return err
		}
	}
	w.lines++
	return w.write(line)
}

func (w *logWriting) write(line LogLine) error {
	if day := line.Time.In(w.zone).Format(dayName); day != w.day {
		if err := w.open(day); err != nil {
			return err
		}
	}
	_, err := w.buffer.WriteString(line.kept())
	return err
}

func (w *logWriting) open(day string) error {
	if err := w.close(); err != nil {
		return err
	}
	if err := os.MkdirAll(w.folder, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(w.folder, day+".log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	w.day, w.file, w.buffer = day, file, bufio.NewWriterSize(file, 64<<10)
	return nil
}

// close makes sure that the lines are on the disk: the next run trusts them.
func (w *logWriting) close() error {
	if w.file == nil {
		return nil
	}
	file := w.file
	w.file = nil
	return errors.Join(w.buffer.Flush(), file.Sync(), file.Close())
}
