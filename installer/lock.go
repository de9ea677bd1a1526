package installer

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// LockedError says that another run works on the same chaton.
type LockedError struct{ Holder Holder }

// Holder is who holds the run lock: for the message only, the kernel alone
// decides.
type Holder struct {
	Command string    `json:"command"`
	User    string    `json:"user"`
	Process int       `json:"process"`
	Since   time.Time `json:"since"`
}

// Error says who holds the lock, since when.
func (e *LockedError) Error() string {
	return fmt.Sprintf("another run is at work: %s by %s since %s (process %d)",
		e.Holder.Command, e.Holder.User, e.Holder.Since.Format("15:04:05"), e.Holder.Process)
}

// takeLock takes the run lock of a state folder. The kernel frees it when the
// process ends, however it ends, so that no stale lock is ever to be removed.
func takeLock(path string, holder Holder) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the run lock: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer file.Close()
		return nil, &LockedError{Holder: readHolder(file)}
	}
	data, err := json.Marshal(holder)
	if err == nil {
		err = file.Truncate(0)
	}
	if err == nil {
		_, err = file.WriteAt(data, 0)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("write the run lock: %w", err)
	}
	return func() { file.Close() }, nil
}

func readHolder(file *os.File) Holder {
	var holder Holder
	data, err := io.ReadAll(file)
	if err != nil || json.Unmarshal(data, &holder) != nil {
		return Holder{Command: "chatiere", User: "?"}
	}
	return holder
}
