package handover

import (
	"log/slog"
	"net"
	"testing"
)

// gate is a gateway that serves nothing: its listeners and its door.
type gate struct {
	folder    string
	listeners []net.Listener
	heir      chan *Heir
}

func serving(t *testing.T, count int) *gate {
	t.Helper()
	g := &gate{folder: t.TempDir(), heir: make(chan *Heir, 1)}
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		g.listeners = append(g.listeners, listener)
	}
	door, err := Open(t.Context(), g.folder, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		heir, _ := door.Wait(t.Context(), func() []net.Listener { return g.listeners })
		door.Close()
		g.heir <- heir
	}()
	t.Cleanup(func() {
		<-ended
		for _, listener := range g.listeners {
			_ = listener.Close()
		}
	})
	return g
}

func takeFrom(t *testing.T, folder string) *Inheritance {
	t.Helper()
	taken, err := Take(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

// replaced lets the one that took the sockets serve.
func (g *gate) replaced(t *testing.T, taken *Inheritance) (*Former, *Heir) {
	t.Helper()
	heirs := make(chan *Heir, 1)
	go func() {
		heir := <-g.heir
		heir.Left()
		heirs <- heir
	}()
	former, err := taken.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return former, <-heirs
}

func pair(t *testing.T) (*Former, *Heir) {
	t.Helper()
	old := serving(t, 1)
	former, heir := old.replaced(t, takeFrom(t, old.folder))
	t.Cleanup(func() {
		former.Close()
		heir.Close()
	})
	return former, heir
}
