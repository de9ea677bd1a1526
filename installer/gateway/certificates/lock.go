package certificates

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lockFile is held by the one process that may order and renew in a folder.
const lockFile = ".lock"

// lock is the right to order. The kernel takes it back when the process ends,
// however it ends.
type lock struct {
	path string
	file *os.File // nil while another has it
}

// holder is who has a lock, for the message only.
type holder struct {
	Process int       `json:"process"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
}

func newLock(folder string) *lock { return &lock{path: filepath.Join(folder, lockFile)} }

// take tries once and says why it has not got it.
func (l *lock) take(now time.Time) error {
	if l.file != nil {
		return nil
	}
	file, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("certificates cannot be kept: take the lock of their folder: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer file.Close()
		return l.busy(file)
	}
	if err == nil {
		err = sign(file, now)
	}
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("certificates cannot be kept: take the lock %s: %w", l.path, err)
	}
	l.file = file
	return nil
}

func sign(file *os.File, now time.Time) error {
	host, _ := os.Hostname() // for the message only
	data, err := json.Marshal(holder{Process: os.Getpid(), Host: host, Since: now.UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(data, 0)
	return err
}

func (l *lock) busy(file *os.File) error {
	var other holder
	if err := json.NewDecoder(file).Decode(&other); err != nil {
		return &blocked{text: "another gateway keeps these certificates: this one orders nothing until it ends"}
	}
	return &blocked{text: fmt.Sprintf("another gateway keeps these certificates (process %d of %s, since %s): this one orders nothing until it ends",
		other.Process, other.Host, other.Since.Format("2006-01-02 15:04:05 UTC"))}
}

// release lets the next one order.
func (l *lock) release() {
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}
