package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// journal is one log, a file a day. The file is opened anew for each flush: it
// may have been deleted, and another gateway may have written.
type journal struct {
	folder  string
	day     string
	buffer  bytes.Buffer
	lines   int64 // in the buffer
	lost    int64
	problem error // of the last writing
}

// add keeps a line until the next flush.
func (j *journal) add(at time.Time, line any) {
	if day := at.UTC().Format(dayName); day != j.day {
		j.flush() // what waits belongs to the former day
		j.day = day
	}
	encoder := json.NewEncoder(&j.buffer)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(line) == nil {
		j.lines++
	}
}

func (j *journal) size() int { return j.buffer.Len() }

// flush appends the lines that wait, whole and in one go. Those that cannot be
// written are lost: memory is for visitors.
func (j *journal) flush() {
	if j.lines == 0 {
		return
	}
	j.problem = nil
	if err := j.append(); err != nil {
		j.lost += j.lines
		j.problem = fmt.Errorf("write the log of %s: %w", j.day, err)
	}
	j.lines = 0
	j.buffer.Reset()
}

// takeLost gives how many lines were lost since it was last asked.
func (j *journal) takeLost() int64 {
	lost := j.lost
	j.lost = 0
	return lost
}

func (j *journal) append() error {
	if err := os.MkdirAll(j.folder, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(fileOf(j.folder, j.day), os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	data := j.buffer.Bytes()
	if torn(file) {
		data = append([]byte{'\n'}, data...)
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}

// torn says that the file ends amid a line, after a death or on a full disk:
// the next one must not continue it.
func torn(file *os.File) bool {
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil || end == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = file.ReadAt(last, end-1)
	return err == nil && last[0] != '\n'
}
