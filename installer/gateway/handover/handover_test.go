package handover

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

func TestTake_NobodyThereGivesNothing(t *testing.T) {
	t.Parallel()
	stale := t.TempDir()
	listener, err := net.ListenUnix(network, &net.UnixAddr{Name: filepath.Join(stale, SocketFile), Net: network})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	_ = listener.Close()
	for name, folder := range map[string]string{"no socket": t.TempDir(), "one that a killed gateway left": stale} {
		taken, err := Take(t.Context(), folder)
		if err != nil || taken.Found() || taken.Claim("127.0.0.1:443") != nil {
			t.Errorf("%s: got %+v and %v, want nothing", name, taken, err)
		}
	}
	door, err := Open(t.Context(), stale, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("open the door beside a stale socket: %v", err)
	}
	door.Close()
}

func TestTake_SocketsKeepTheirQueue(t *testing.T) {
	t.Parallel()
	old := serving(t, 3)
	waiting, err := net.Dial("tcp", old.listeners[0].Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	taken := takeFrom(t, old.folder)
	claimed := taken.Claim(old.listeners[0].Addr().String())
	if claimed == nil || taken.Claim(old.listeners[0].Addr().String()) != nil {
		t.Fatalf("got %v, want the socket once", claimed)
	}
	defer claimed.Close()
	former, heir := old.replaced(t, taken)
	defer former.Close()
	defer heir.Close()
	for _, listener := range old.listeners {
		_ = listener.Close()
	}
	accepted, err := claimed.Accept()
	if err != nil {
		t.Fatalf("accept who waited before: %v", err)
	}
	_ = accepted.Close()
	if _, err := net.Dial("tcp", old.listeners[1].Addr().String()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a socket that nobody claimed: got %v, want it closed", err)
	}
}

func TestTake_ThreeHundredSockets(t *testing.T) {
	t.Parallel()
	old := serving(t, 300)
	taken := takeFrom(t, old.folder)
	defer taken.Close()
	if got := len(taken.given); got != 300 {
		t.Errorf("got %d sockets, want 300", got)
	}
}

func TestDoor_WhoBreaksOffChangesNothing(t *testing.T) {
	t.Parallel()
	old := serving(t, 1)
	for name, peer := range map[string]func(line){
		"says nothing":             func(line) {},
		"speaks another language":  func(l line) { _, _ = l.Write([]byte("GET / HTTP/1.1\r\n\r\n")) },
		"says a huge word":         func(l line) { _, _ = l.Write([]byte(strings.Repeat("x", longest+1))) },
		"serves what it never had": func(l line) { _ = l.say(message{Word: wordServing}) },
		"takes and dies":           func(l line) { _ = l.say(message{Word: wordTake}) },
		"gives instead of taking": func(l line) {
			files := copies(old.listeners)
			defer closeFiles(files)
			_ = l.give(files, false)
		},
	} {
		connection, err := socket.Dial(t.Context(), network, old.folder, SocketFile)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		peer(line{connection})
		_ = connection.Close()
	}
	taken := takeFrom(t, old.folder)
	if !taken.Found() || len(taken.given) != 1 {
		t.Errorf("after them: got %+v, want the socket", taken)
	}
	former, heir := old.replaced(t, taken)
	former.Close()
	heir.Close()
}

func TestTake_TwoAtOnceAreServedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	old := serving(t, 1)
	first := takeFrom(t, old.folder)
	second := make(chan *Inheritance, 1)
	go func() {
		taken, err := Take(t.Context(), old.folder)
		if err != nil {
			t.Errorf("the second: %v", err)
		}
		second <- taken
	}()
	first.Close() // it dies before it serves
	taken := <-second
	if !taken.Found() {
		t.Fatal("got nothing, want the sockets for the second")
	}
	former, heir := old.replaced(t, taken)
	former.Close()
	heir.Close()
}

func TestFormer_FollowsAndReports(t *testing.T) {
	t.Parallel()
	former, heir := pair(t)
	go func() {
		number := <-heir.Reloads()
		heir.Report(Report{Requests: 2, Loads: []Load{{Address: "10.213.0.2:80", Container: "a", Requests: 2}}}, number)
	}()
	former.Reload()
	report, lives := former.Report()
	if !lives || report.Requests != 2 || len(report.Loads) != 1 {
		t.Errorf("got %+v, lives %t; want two requests", report, lives)
	}
	waited, _ := former.behind(2)
	heir.Report(Report{Over: true}, 1)
	<-waited
	if _, lives := former.Report(); lives {
		t.Error("got one with something left to do, want it over")
	}
	former.Reload() // waits for nobody
}

func TestHeir_IsGoneWhenItDiesAndNotWhenItWasReplaced(t *testing.T) {
	t.Parallel()
	former, heir := pair(t)
	former.Close()
	<-heir.Gone()
	former, heir = pair(t)
	former.Release()
	former.Close()
	heir.hearing.Wait()
	select {
	case <-heir.Gone():
		t.Error("got a released one gone, want it not")
	default:
	}
}

func TestHeir_DeadOneLosesNoReport(t *testing.T) {
	t.Parallel()
	former, heir := pair(t)
	former.Close()
	<-heir.Gone()
	heir.Report(Report{}, 0)
}

func TestFormer_NoneHasNothingToSay(t *testing.T) {
	t.Parallel()
	var none *Former
	none.Reload()
	none.Release()
	none.Close()
	if report, lives := none.Report(); lives {
		t.Errorf("got %+v, want nothing", report)
	}
}

func TestDoor_WaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	door, err := Open(t.Context(), folder, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	connection, err := socket.Dial(t.Context(), network, folder, SocketFile)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := door.Wait(ctx, func() []net.Listener { return nil })
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error, with a silent comer too", err)
	}
	door.Close()
	if _, err := os.Stat(filepath.Join(folder, SocketFile)); err == nil {
		t.Error("got a socket left behind, want none")
	}
}

func TestLine_LongMessageIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	listener, err := socket.Listen(t.Context(), network, folder, SocketFile)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		accepted, err := listener.AcceptUnix()
		if err != nil {
			return
		}
		defer accepted.Close()
		_, _ = line{accepted}.hear()
		_, _ = accepted.Write([]byte(strings.Repeat("x", longest+1)))
		_, _ = io.Copy(io.Discard, accepted)
	}()
	if taken, err := Take(t.Context(), folder); err == nil {
		t.Errorf("got %+v of a peer that speaks another language, want an error", taken)
	}
}
