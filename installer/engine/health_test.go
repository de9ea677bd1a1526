package engine

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

func TestHealthWait_CheckBrokenOffAtTheEndHidesNoAnswer(t *testing.T) {
	var asked atomic.Bool
	port := listening(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Swap(true) {
			<-r.Context().Done()
			return
		}
		w.WriteHeader(http.StatusInternalServerError)
	})
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Containers = []*enginetest.Container{{ID: "c1", Name: "petit-wiki-app-01234567", State: "running", Labels: ours(), Networks: map[string]string{wikiNetwork.Name: "127.0.0.1"}}}
	network := wikiNetwork
	wanted := webContainer(site.Image{Reference: "web:1"}, &network)
	wanted.Health.Port, wanted.Health.Start, wanted.Health.Timeout = port, time.Second, time.Minute
	err := fakeEngine(t, daemon).Do(t.Context(), plan.Operation{Kind: plan.HealthWait, Object: "c1", Container: wanted}, nil)
	var unhealthy *HealthError
	if !errors.As(err, &unhealthy) || unhealthy.Last != "wrong answer: 500" {
		t.Errorf("got %v, want wrong answer: 500", err)
	}
}
