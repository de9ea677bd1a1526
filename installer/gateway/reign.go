package gateway

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/handover"
	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

// SocketFile is the name of the control socket in the gateway's folder.
const SocketFile = "control.sock"

// doors are what one gateway of a folder has alone: the socket that the
// installer speaks to, and the one where the next gateway comes.
type doors struct {
	folder  string
	control *net.UnixListener
	next    *handover.Door
}

func (g *Gateway) openDoors(ctx context.Context) (*doors, error) {
	folder := g.options.Folder
	control, err := socket.Listen(ctx, "unix", folder, SocketFile)
	if err != nil {
		return nil, err
	}
	next, err := handover.Open(ctx, folder, g.log)
	if err != nil {
		_ = control.Close()
		return nil, err
	}
	return &doors{folder: folder, control: control, next: next}, nil
}

// close gives the doors up before the next gateway opens its own.
func (d *doors) close() {
	socket.Remove(d.folder, SocketFile)
	d.next.Close()
	_ = d.control.Close()
}

// firstDoors opens them before anybody is let in, unless the gateway before
// still has them.
func (g *Gateway) firstDoors(ctx context.Context) (*doors, error) {
	if g.inherited.Found() {
		return nil, nil
	}
	return g.openDoors(ctx)
}

// succeed takes the place of the gateway before, now that this one answers.
func (g *Gateway) succeed(ctx context.Context) (*doors, error) {
	former, err := g.inherited.Begin()
	if err != nil {
		return nil, err
	}
	g.reading.Lock()
	g.former = former
	g.reading.Unlock()
	return g.openDoors(ctx)
}

// reign does what one gateway of a folder does alone, until the context ends or
// the next gateway takes over. What was begun ends then.
func (g *Gateway) reign(ctx context.Context, running *running, doors *doors) error {
	defer func() { g.formerGateway().Close() }()
	if doors == nil {
		opened, err := g.succeed(ctx)
		if err != nil {
			running.shut()
			return fmt.Errorf("take over: %w", err)
		}
		doors = opened
	}
	g.log.Info("Gateway serves", "revision", Revision, "port", g.port)
	var alone sync.WaitGroup
	ordering, stopOrdering := context.WithCancel(ctx)
	alone.Go(func() { g.keeper.Run(ordering) })
	alone.Go(func() { _ = running.control.Serve(doors.control) })
	heir, err := doors.next.Wait(ctx, running.sockets)
	running.shut()
	doors.close()
	stopOrdering()
	if heir == nil {
		if ctx.Err() == nil {
			g.log.Error("Gateway ends", "error", err)
		}
		err := running.stop(context.WithoutCancel(ctx), g.options.Drain)
		alone.Wait()
		return err
	}
	waitAtMost(givingUp, alone.Wait)
	return g.leave(ctx, running, heir)
}

// givingUp is how long the next gateway waits for an order that this one has
// under way.
const givingUp = 5 * time.Second

func waitAtMost(patience time.Duration, wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		wait()
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
	}
}

func (g *Gateway) formerGateway() *handover.Former {
	g.reading.Lock()
	defer g.reading.Unlock()
	return g.former
}
