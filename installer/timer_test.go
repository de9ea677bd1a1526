package installer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/google/go-cmp/cmp"
)

// standIn is a systemctl that remembers what it was asked, and that a timer
// is at work from "enable --now" to "disable --now".
const standIn = `#!/bin/sh
folder=$(dirname "$0")
echo "$*" >> "$folder/asked"
case "$1" in
enable) touch "$folder/enabled" ;;
disable) rm "$folder/enabled" ;;
show)
	if [ -e "$folder/enabled" ]; then
		printf 'ActiveState=active\nUnitFileState=enabled\n'
	else
		printf 'ActiveState=inactive\nUnitFileState=disabled\n'
	fi
	;;
esac
`

// systemdTimer is a timer on a machine that the stand-in runs.
func systemdTimer(t *testing.T) Timer {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "systemctl")
	if err := os.WriteFile(program, []byte(standIn), 0o755); err != nil {
		t.Fatal(err)
	}
	return Timer{
		Slug: "club", Systemctl: program, Units: filepath.Join(folder, "units"), Host: "unix:///run/club 1.sock",
		Command: []string{
			"/usr/local/bin/chatiere", "tick", "--name", "club",
			"--chdir", `/srv/le "club" 100%/$HOME`, "--state", "/var/lib/chatiere/club", "--modules", "/srv/modules",
		},
	}
}

func TestTimer_UnitsAreAsWritten(t *testing.T) {
	timer := systemdTimer(t)
	for unit, got := range map[string]string{"club.service": timer.serviceText(), "club.timer": timer.timerText()} {
		want, err := os.ReadFile(filepath.Join("testdata", unit))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", unit, diff)
		}
	}
}

func TestTimer_UnderSystemdIsInstalledOnceAndRemoved(t *testing.T) {
	timer, state := systemdTimer(t), State{Folder: t.TempDir()}
	if got := timer.observe(t.Context(), state); got != "" {
		t.Errorf("before: got %q at work", got)
	}
	if err := timer.write(t.Context(), state); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(timer.String(), timer.observe(t.Context(), state)); diff != "" {
		t.Errorf("after: -want +got\n%s", diff)
	}
	changed := timer
	changed.Command = slices.Replace(slices.Clone(timer.Command), 0, 1, "/usr/bin/chatiere")
	if changed.String() == changed.observe(t.Context(), state) {
		t.Error("another program: got no difference")
	}
	if got := timer.left(state); got != "chatiere-club.timer" {
		t.Errorf("to destroy: got %q", got)
	}
	for range 2 { // a removal broken off goes on
		if err := timer.remove(t.Context(), state); err != nil {
			t.Fatal(err)
		}
	}
	if got := timer.observe(t.Context(), state) + timer.left(state); got != "" {
		t.Errorf("after its removal: got %q left", got)
	}
	asked, err := os.ReadFile(filepath.Join(filepath.Dir(timer.Systemctl), "asked"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "daemon-reload\nenable --now chatiere-club.timer\n"; !strings.HasPrefix(string(asked), want) {
		t.Errorf("got\n%s\nwant first\n%s", asked, want)
	}
}

func TestTimer_StoppedByHandIsPlannedAgain(t *testing.T) {
	timer, state := systemdTimer(t), State{Folder: t.TempDir()}
	if err := timer.write(t.Context(), state); err != nil {
		t.Fatal(err)
	}
	if _, err := timer.systemctl(t.Context(), "disable", "--now", timer.timerUnit()); err != nil {
		t.Fatal(err)
	}
	if got := timer.observe(t.Context(), state); got != "" {
		t.Errorf("got %q at work", got)
	}
	if got, want := timer.left(state), "chatiere-club.timer"; got != want {
		t.Errorf("to destroy: got %q, want %q", got, want)
	}
}

func TestTimer_FailureSaysWhatSystemdSaid(t *testing.T) {
	timer := systemdTimer(t)
	if err := os.WriteFile(timer.Systemctl, []byte("#!/bin/sh\necho 'Access denied' >&2\nexit 4\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	prepared := &Prepared{request: Request{Timer: timer, State: State{Folder: t.TempDir()}}}
	err := prepared.writeTimer(t.Context(), plan.Operation{Kind: plan.TimerWrite, Target: "chatiere-club.timer"}, nil)
	if want := "timer.write chatiere-club.timer: systemctl daemon-reload: exit status 4: Access denied"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTimer_NothingIsWantedWithoutACommand(t *testing.T) {
	if got := (Timer{Slug: "club"}).String(); got != "" {
		t.Errorf("got %q", got)
	}
}

// looping is a loop under way in this process.
type looping struct {
	ended chan error
	ticks chan struct{}
}

func startLooping(t *testing.T, ctx context.Context, state State, command ...string) looping {
	t.Helper()
	started := looping{ended: make(chan error, 1), ticks: make(chan struct{})}
	go func() {
		started.ended <- Loop(ctx, state, command, time.Millisecond, func(ctx context.Context) {
			select {
			case started.ticks <- struct{}{}:
			case <-ctx.Done():
			}
		})
	}()
	return started
}

func placedState(t *testing.T) State {
	t.Helper()
	state := State{Folder: filepath.Join(t.TempDir(), "state")}
	if err := os.Mkdir(state.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(state.id(), []byte("1234\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return state
}

func TestLoop_TicksAloneAndIsKnownAsLongAsItLives(t *testing.T) {
	state := placedState(t)
	ctx, stop := context.WithCancel(t.Context())
	first := startLooping(t, ctx, state, "chatiere", "tick", "--loop")
	<-first.ticks
	<-first.ticks
	holder := state.loopHolder()
	if holder == nil || holder.Process != os.Getpid() || strings.Join(holder.Command, " ") != "chatiere tick --loop" {
		t.Fatalf("got %+v, want this process", holder)
	}
	timer := Timer{Slug: "club", Command: []string{"chatiere", "tick"}}
	if diff := cmp.Diff(timer.String(), timer.observe(t.Context(), state)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	second := startLooping(t, t.Context(), state)
	if err := <-second.ended; err != nil {
		t.Errorf("a second one: got %v, want it to end at once", err)
	}
	stop()
	if err := <-first.ended; err != nil {
		t.Errorf("got %v", err)
	}
	if got := state.loopHolder(); got != nil {
		t.Errorf("after its end: got %+v", got)
	}
	if got := timer.observe(t.Context(), state) + timer.left(state); got != "" {
		t.Errorf("after its end: got %q", got)
	}
}

func TestLoop_EndsWithItsStateFolder(t *testing.T) {
	state := placedState(t)
	gone := startLooping(t, t.Context(), state)
	<-gone.ticks
	if err := os.RemoveAll(state.Folder); err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case <-gone.ticks:
		case err := <-gone.ended:
			if err != nil {
				t.Errorf("got %v", err)
			}
			return
		}
	}
}
