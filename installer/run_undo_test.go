package installer

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
)

func TestRunner_CancelledReplacementGivesTheOldOneBack(t *testing.T) {
	for _, moment := range []string{"stop", "start", "wait"} {
		ctx, cancel := context.WithCancel(t.Context())
		do := func(ctx context.Context, operation plan.Operation) error {
			if operation.Target == moment {
				cancel()
				return ctx.Err()
			}
			return nil
		}
		var undone []string
		undo := func(ctx context.Context, operation plan.Operation) bool {
			undone = append(undone, operation.Replaces)
			return ctx.Err() == nil
		}
		list := operations("stop", "start stop", "wait start", "routes wait")
		for i := range 3 {
			list[i].Replaces = "old"
		}
		err := (&runner{do: do, undo: undo}).run(ctx, list)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %s: got %v, want %v", moment, err, context.Canceled)
		}
		if fmt.Sprint(undone) != "[old]" {
			t.Errorf("cancelled at %s: got %v undone, want [old]", moment, undone)
		}
	}
}

func TestRunner_CancelledBeforeTheReplacementBeganTouchesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	do := func(context.Context, plan.Operation) error {
		cancel()
		return nil
	}
	undo := func(_ context.Context, operation plan.Operation) bool {
		t.Errorf("%s was undone and had not begun", operation.Target)
		return true
	}
	list := operations("image", "stop image", "start stop")
	list[1].Replaces, list[2].Replaces = "old", "old"
	if err := (&runner{do: do, undo: undo}).run(ctx, list); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
