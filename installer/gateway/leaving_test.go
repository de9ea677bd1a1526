package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// leaver is a gateway that was told to send visitors elsewhere while the first
// container still answered one of them.
func leaver(t *testing.T, header http.Header) (h *house, release func(), body <-chan string) {
	t.Helper()
	entered, hold := make(chan struct{}), make(chan struct{})
	before := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		_, _ = io.WriteString(w, "before")
		w.(http.Flusher).Flush()
		close(entered)
		<-hold
	})
	h = open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", before)}})
	bodies := make(chan string, 1)
	go func() {
		_, body := h.get(t, "https://wiki.chaton.test/")
		bodies <- body
	}()
	<-entered
	after := route("wiki.chaton.test", serveText(t, "after"))
	after.Upstreams[0].Container = "new"
	h.reload(t, Routes{Routes: []Route{after}})
	return h, func() { close(hold) }, bodies
}

func TestWaitDrained_WaitsForTheAnswersUnderWay(t *testing.T) {
	t.Parallel()
	house, release, body := leaver(t, nil)
	if _, got := house.get(t, "https://wiki.chaton.test/"); got != "after" {
		t.Errorf("a new request: got %q, want after", got)
	}
	leaving := house.status(t).Leaving
	if len(leaving) != 1 || leaving[0].Container != "0" || leaving[0].Requests != 1 {
		t.Errorf("leaving: got %+v, want one request of container 0", leaving)
	}
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := Dial(house.folder).WaitDrained(short, "0"); !errors.As(err, new(*BusyError)) {
		t.Errorf("while it answers: got %v, want a *BusyError", err)
	}
	release()
	if got := <-body; got != "before" {
		t.Errorf("the request under way: got %q, want before", got)
	}
	if err := Dial(house.folder).WaitDrained(t.Context(), "0"); err != nil {
		t.Errorf("after its answer: got %v, want none", err)
	}
	if diff := cmp.Diff([]Leaving(nil), house.status(t).Leaving); diff != "" {
		t.Errorf("leaving: -want +got\n%s", diff)
	}
}

func TestWaitDrained_DoesNotWaitForStreamsWithoutAnEnd(t *testing.T) {
	t.Parallel()
	house, release, body := leaver(t, http.Header{"Content-Type": {"text/event-stream"}})
	if err := Dial(house.folder).WaitDrained(t.Context(), "0"); err != nil {
		t.Errorf("got %v, want none", err)
	}
	release()
	<-body
}

func TestWaitDrained_NoGatewayHasNobodysRequest(t *testing.T) {
	t.Parallel()
	if err := Dial(t.TempDir()).WaitDrained(t.Context(), "0"); err != nil {
		t.Errorf("got %v, want none", err)
	}
}
