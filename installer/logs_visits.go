package installer

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// gatewayWrote is whose the lines are that the gateway wrote of a service.
const gatewayWrote = "gateway"

// visits gives the gateway's lines of the service that were not given yet, as
// far as the operator has decided to keep any. Those of who created something
// are kept apart, and never shown here.
func (l *logView) visits(note func(LogLine)) error {
	if !l.query.wants(l.query.Service, gatewayWrote) {
		return nil
	}
	moved, err := access.ReadLines(l.request.State.Gateway(), l.visit, func(line access.Line) {
		if line.Service == l.query.Service && !line.Time.Before(l.query.Since) {
			note(LogLine{Time: line.Time, Service: line.Service, Container: gatewayWrote, Stream: "access", Text: line.String()})
		}
	})
	l.visit = moved
	return err
}

// visits gives what came since the last look.
func (f *following) visits() error {
	var wrong error
	err := f.logs.visits(func(line LogLine) {
		if wrong == nil {
			wrong = f.give(line)
		}
	})
	if err == nil {
		err = wrong
	}
	return err
}

// expireVisits deletes what the gateway itself deletes each day, for the days
// on which none runs. It goes by what the gateway was told last.
func (s State) expireVisits(now time.Time) (int, error) {
	routes, err := s.readRoutes()
	if err != nil {
		return 0, err
	}
	return access.Expire(s.Gateway(), routes.Logs, now)
}
