package installer

import (
	"sync"

	"framagit.org/chatiere/chatiere/installer/gateway"
)

// routeChange is what one operation does to the routes.
type routeChange func(gateway.Routes) gateway.Routes

// routeTurns lets those who change the routes take turns. Whoever has the turn
// writes for all that wait: fifty services that become ready together cost the
// disk and the gateway a few reloads, not fifty.
type routeTurns struct {
	writing sync.Mutex
	mutex   sync.Mutex
	next    *routeBatch
}

// routeBatch is the changes that reach the gateway in one reload.
type routeBatch struct {
	changes []routeChange
	written bool
	refused []gateway.Refusal
	err     error
}

// join returns once a reload had the change. It gives what the gateway refused
// then, of any service.
func (t *routeTurns) join(change routeChange, write func([]routeChange) ([]gateway.Refusal, error)) ([]gateway.Refusal, error) {
	batch := t.enter(change)
	t.writing.Lock()
	defer t.writing.Unlock()
	if !batch.written {
		t.close(batch)
		batch.refused, batch.err = write(batch.changes)
		batch.written = true
	}
	return batch.refused, batch.err
}

func (t *routeTurns) enter(change routeChange) *routeBatch {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.next == nil {
		t.next = &routeBatch{}
	}
	t.next.changes = append(t.next.changes, change)
	return t.next
}

// close lets later changes begin another batch.
func (t *routeTurns) close(batch *routeBatch) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.next == batch {
		t.next = nil
	}
}
