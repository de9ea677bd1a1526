package installer

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway"
)

func TestRouteTurns_ChangesThatWaitTogetherAreWrittenTogether(t *testing.T) {
	var turns routeTurns
	entered, release := make(chan struct{}), make(chan struct{})
	var written []int
	routes := gateway.Routes{}
	write := func(changes []routeChange) ([]gateway.Refusal, error) {
		if len(written) == 0 {
			close(entered)
			<-release
		}
		written = append(written, len(changes))
		for _, change := range changes {
			routes = change(routes)
		}
		return []gateway.Refusal{{Reason: strconv.Itoa(len(written))}}, nil
	}
	add := func(host string) []gateway.Refusal {
		refused, err := turns.join(func(routes gateway.Routes) gateway.Routes {
			routes.Routes = append(routes.Routes, gateway.Route{Host: host})
			return routes
		}, write)
		if err != nil {
			t.Error(err)
		}
		return refused
	}
	var group sync.WaitGroup
	group.Go(func() { add("first") })
	<-entered
	waiting := turns.enter(func(routes gateway.Routes) gateway.Routes { return routes })
	for i := range 20 {
		group.Go(func() { add(strconv.Itoa(i)) })
	}
	close(release)
	group.Wait()
	if !waiting.written {
		t.Error("a change that waited was not written")
	}
	if len(routes.Routes) != 21 {
		t.Errorf("got %d routes, want 21", len(routes.Routes))
	}
	total := 0
	for _, changes := range written {
		total += changes
	}
	if total != 22 {
		t.Errorf("got %v changes in each turn, want 22 in all", written)
	}
	t.Logf("changes in each turn: %v", written)
}

func TestRouteTurns_AFailureIsToldToAllWhoWaited(t *testing.T) {
	var turns routeTurns
	broken := errors.New("no room on the disk")
	nothing := func(routes gateway.Routes) gateway.Routes { return routes }
	if _, err := turns.join(nothing, func([]routeChange) ([]gateway.Refusal, error) { return nil, broken }); err != broken {
		t.Errorf("got %v, want %v", err, broken)
	}
	if _, err := turns.join(nothing, func([]routeChange) ([]gateway.Refusal, error) { return nil, nil }); err != nil {
		t.Errorf("the next turn: got %v, want none", err)
	}
}
