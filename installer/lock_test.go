package installer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWaitLock_SaysWhoHoldsItAndSinceWhen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	since := time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC)
	release, err := takeLock(path, Holder{Command: "chatiere apply", User: "camille", Process: 42, Since: since})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var locked *LockedError
	if _, err := waitLock(t.Context(), path, Holder{}); !errors.As(err, &locked) {
		t.Fatalf("got %v, want a *LockedError", err)
	}
	if locked.Holder.User != "camille" || !locked.Holder.Since.Equal(since) {
		t.Errorf("got %+v, want camille since %s", locked.Holder, since)
	}
}

func TestWaitLock_WaitsForTheClock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := takeLock(path, Holder{Command: "chatiere tick --name petitchaton"})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		second, err := waitLock(t.Context(), path, Holder{Command: "chatiere apply"})
		if err == nil {
			second()
		}
		ended <- err
	}()
	release()
	if err := <-ended; err != nil {
		t.Errorf("got %v, want the lock once the clock's run ended", err)
	}
}

func TestWaitLock_AnImpatientCallerIsToldOfTheClock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := takeLock(path, Holder{Command: "chatiere tick"})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var locked *LockedError
	if _, err := waitLock(ctx, path, Holder{}); !errors.As(err, &locked) {
		t.Errorf("got %v, want a *LockedError", err)
	}
}

func TestCutOff_ARunThatDidNotGiveTheLockBackIsNamed(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if holder := state.cutOff(); holder != nil {
		t.Errorf("before any run: got %+v, want nobody", holder)
	}
	release, err := takeLock(state.lock(), Holder{Command: "chatiere apply", User: "camille", Process: os.Getpid()})
	if err != nil {
		t.Fatal(err)
	}
	if holder := state.cutOff(); holder != nil {
		t.Errorf("under way: got %+v, want nobody", holder)
	}
	release()
	if holder := state.cutOff(); holder != nil {
		t.Errorf("ended: got %+v, want nobody", holder)
	}
	// What a killed process leaves: its words, and no lock.
	if err := os.WriteFile(state.lock(), []byte(`{"command":"chatiere apply","user":"camille"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if holder := state.cutOff(); holder == nil || holder.User != "camille" {
		t.Errorf("killed: got %+v, want camille's run", holder)
	}
}
