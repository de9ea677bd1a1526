package engine

import (
	"context"
	"time"

	"github.com/containerd/errdefs"
)

// requestTime is how long the engine may go on with a request whose asker was
// killed: the object that it makes holds its name, or its addresses, before it
// can be seen.
const requestTime = 3 * time.Second

// isTaken says that the engine refuses to make what is there already, or is
// being made: a name in use is a conflict, an address range is forbidden.
func isTaken(err error) bool { return errdefs.IsConflict(err) || errdefs.IsPermissionDenied(err) }

// comesToBe looks until there is no error, for as long as a request of a killed
// run may be under way.
func (e *Engine) comesToBe(ctx context.Context, look func() error) bool {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	for look() != nil {
		if pause(ctx, probeEvery) != nil {
			return false
		}
	}
	return true
}
