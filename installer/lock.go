package installer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
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
	return func() {
		// What a run writes here and does not wipe was cut off (cutOff).
		_ = file.Truncate(0)
		file.Close()
	}, nil
}

// cutOff is who held the lock last and never gave it back: a run that was
// killed, or that the machine took down with it. Nil while a run is under way.
func (s State) cutOff() *Holder {
	if s.running() != nil {
		return nil
	}
	data, err := os.ReadFile(s.lock())
	var holder Holder
	if err != nil || json.Unmarshal(data, &holder) != nil {
		return nil
	}
	return &holder
}

// cutOffNote tells the next run what it takes up (failures.md, 19).
func (s State) cutOffNote() []plan.Sentence {
	holder := s.cutOff()
	if holder == nil {
		return nil
	}
	return []plan.Sentence{plan.Say("a run was cut off: %s by %s, begun on %s; the next apply takes up what it left",
		holder.Command, holder.User, holder.Since.Local().Format("2006-01-02 15:04"))}
}

// clockPatience is how long an operator's command waits for the clock's own
// run, which mostly takes a second.
const clockPatience = 30 * time.Second

// waitLock takes the run lock, and waits while `chatiere tick` holds it: nobody
// is sent away because of what the kit does by itself.
func waitLock(ctx context.Context, path string, holder Holder) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, clockPatience)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		release, err := takeLock(path, holder)
		var locked *LockedError
		if !errors.As(err, &locked) || !locked.Holder.isClock() {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-again.C:
		}
	}
}

func (h Holder) isClock() bool { return strings.HasPrefix(h.Command, "chatiere tick") }

func readHolder(file *os.File) Holder {
	var holder Holder
	data, err := io.ReadAll(file)
	if err != nil || json.Unmarshal(data, &holder) != nil {
		return Holder{Command: "chatiere", User: "?"}
	}
	return holder
}
