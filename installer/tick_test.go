package installer

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
)

func tickRequest(state State, now time.Time) Request {
	return Request{State: state, Command: "chatiere tick", Clock: func() time.Time { return now }}
}

func TestTick_WithoutItsEngineTheRecordsSayWhy(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(t.TempDir(), "no-engine.sock"))
	state, now := placedState(t), time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	good := Record{Task: "logs", Last: now.Add(-time.Hour), LastGood: now.Add(-time.Hour)}
	if err := state.writeRecord("logs", good); err != nil {
		t.Fatal(err)
	}
	_, err := Tick(t.Context(), tickRequest(state, now), Clockwork{Slug: "club"})
	if !errors.As(err, new(*engine.UnreachableError)) {
		t.Fatalf("got %v, want an unreachable engine", err)
	}
	for _, task := range []string{"health", "refresh"} {
		if got := state.record(task); got.Problem == "" || !got.Last.Equal(now) || !got.LastGood.IsZero() {
			t.Errorf("%s: got %+v, want its problem", task, got)
		}
	}
	if got := state.record("logs"); got != good {
		t.Errorf("logs, which was not due: got %+v, want %+v", got, good)
	}
}

func TestTick_AnotherRunIsNamedAndNothingDone(t *testing.T) {
	state := placedState(t)
	file, err := os.Create(state.lock())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(`{"command": "chatiere apply", "user": "camille"}`); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	_, err = Tick(t.Context(), tickRequest(state, time.Now()), Clockwork{Slug: "club"})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.Holder.Command != "chatiere apply" {
		t.Errorf("got %v, want the run that holds the lock", err)
	}
	if _, err := os.Stat(state.records()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want no record", err)
	}
}

func TestState_DamagedRecordCountsAsNone(t *testing.T) {
	state := placedState(t)
	if err := state.writeRecord("logs", Record{Task: "logs", Last: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state.records(), "logs.json"), []byte(`{"task": "logs", "last"`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, want := state.record("logs"), (Record{Task: "logs"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
