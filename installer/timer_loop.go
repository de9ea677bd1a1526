package installer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// LoopTarget is what a plan calls the process that calls tick where there is no
// systemd. It lives until the machine stops: a plan says when it is gone.
const LoopTarget = "chatiere tick --loop"

const (
	// loopPatience is how long the process may take to begin, and to end.
	loopPatience = 15 * time.Second
	loopLook     = 100 * time.Millisecond
	// folderLook is how soon the process sees that its state folder is gone.
	folderLook = 2 * time.Second
)

// LoopHolder is the process that calls tick. It holds a lock on its file as
// long as it lives, so that a number which another process bears is never
// taken for it.
type LoopHolder struct {
	Process int      `json:"process"`
	Command []string `json:"command"`
}

func (s State) loop() string { return filepath.Join(s.records(), "tick-loop.json") }

// Loop is the command that is started where there is no systemd: tick's own
// with --loop.
func (t Timer) Loop() []string { return append(slices.Clone(t.Command), "--loop") }

// loopHolder is the process that calls tick now, or nil.
func (s State) loopHolder() *LoopHolder {
	file, err := os.Open(s.loop())
	if err != nil {
		return nil
	}
	defer file.Close()
	if syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil {
		return nil
	}
	var holder LoopHolder
	if json.NewDecoder(file).Decode(&holder) != nil {
		return nil
	}
	return &holder
}

// startLoop starts the process in a session of its own: it outlives this one,
// its terminal and its standard outputs.
func (t Timer) startLoop(ctx context.Context, state State) error {
	if err := state.endLoop(ctx); err != nil {
		return err
	}
	for _, folder := range []string{state.logs(), state.records()} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	said, err := os.OpenFile(filepath.Join(state.logs(), "tick.log"), os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer said.Close()
	words := t.Loop()
	// Not exec.CommandContext: the end of this run is no end of the loop.
	command := exec.Command(words[0], words[1:]...)
	command.Dir, command.Stdout, command.Stderr = "/", said, said
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return fmt.Errorf("start %s: %w", LoopTarget, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	return awaitLoop(ctx, ended, func() bool { return state.loopHolder() != nil })
}

// awaitLoop waits for what a look shows. ended is nil where no end is a fault.
func awaitLoop(ctx context.Context, ended <-chan error, look func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, loopPatience)
	defer cancel()
	ticker := time.NewTicker(loopLook)
	defer ticker.Stop()
	for !look() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			if look() {
				return nil // one that a killed run had started was there in the moment
			}
			return fmt.Errorf("%s ended at once: %w", LoopTarget, err)
		case <-ticker.C:
		}
	}
	return nil
}

// endLoop ends the process that calls tick, if there is one. What it has under
// way may be broken off at any moment.
func (s State) endLoop(ctx context.Context) error {
	holder := s.loopHolder()
	if holder == nil {
		return nil
	}
	process, err := os.FindProcess(holder.Process)
	if err != nil {
		return err
	}
	defer process.Release()
	// The system gives a number anew only once its process has ended, and the
	// handle is of the process that holds the lock if that still does.
	if again := s.loopHolder(); again == nil || again.Process != holder.Process {
		return nil
	}
	if err := process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("end %s: %w", LoopTarget, err)
	}
	return awaitLoop(ctx, nil, func() bool { return s.loopHolder() == nil })
}

// Loop calls tick again and again, first after one interval: whoever has just
// applied goes on working. It ends with the context, when another process does
// the same already, and when its state folder went away.
func Loop(ctx context.Context, state State, command []string, every time.Duration, tick func(context.Context)) error {
	if state.loopHolder() != nil {
		return nil
	}
	held, err := state.holdLoop(LoopHolder{Process: os.Getpid(), Command: command})
	if err != nil {
		return fmt.Errorf("hold %s: %w", LoopTarget, err)
	}
	defer held.Close()
	due, looking := time.NewTicker(every), time.NewTicker(min(every, folderLook))
	defer due.Stop()
	defer looking.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-looking.C:
			if !stillThere(held, state) {
				return nil
			}
		case <-due.C:
			tick(ctx)
		}
	}
}

// holdLoop puts a file in place that was written and locked before anybody
// could see it. Of two processes that begin at once, the first sees that its
// file was replaced, and ends.
func (s State) holdLoop(holder LoopHolder) (*os.File, error) {
	data, err := json.Marshal(holder)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.records(), 0o700); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(s.records(), ".tick-loop-*")
	if err != nil {
		return nil, err
	}
	_, err = file.Write(data)
	if err == nil {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err == nil {
		err = os.Rename(file.Name(), s.loop())
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(file.Name()), file.Close())
	}
	return file, nil
}

// stillThere says that the state folder is the one which the loop began with,
// and not another of the same name.
func stillThere(held *os.File, state State) bool {
	mine, err := held.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(state.loop())
	return err == nil && os.SameFile(mine, there) && !state.Absent()
}
