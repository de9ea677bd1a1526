package schedule

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"
)

// longestSleep bounds how long a clock that was set forward is not noticed.
const longestSleep = time.Minute

// scheduler runs one job at its times, one run after the other: a time that
// passes while the command runs is left out. A container that is paused, as a
// backup does with every writer, begins nothing; the time that passed meanwhile
// is made up for once.
type scheduler struct {
	job    Job
	rhythm Rhythm
	to     streams
	board  *board
}

// run goes on until ctx ends, and then ends the command that runs.
func (s *scheduler) run(ctx context.Context, listener net.Listener) {
	s.board.change(func(report *Report) { report.Started = time.Now().UTC() })
	var answering sync.WaitGroup
	answering.Go(func() { s.board.serve(listener) })
	defer answering.Wait()
	defer listener.Close()
	for s.wait(ctx) {
		s.once(ctx)
	}
}

// wait returns at the job's next time; false when ctx ended before. A clock
// that was set back does not make it wait longer than the rhythm says.
func (s *scheduler) wait(ctx context.Context) bool {
	next := s.rhythm.Next(time.Now())
	for {
		s.board.change(func(report *Report) { report.Next = next.UTC() })
		now := time.Now().Round(0) // by the wall clock: what is paused or asleep hears of it
		if !now.Before(next) {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(min(next.Sub(now), longestSleep))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
		}
		if sooner := s.rhythm.Next(time.Now()); sooner.Before(next) {
			next = sooner
		}
	}
}

func (s *scheduler) once(ctx context.Context) {
	began := time.Now().UTC()
	s.board.change(func(report *Report) { report.Running = began })
	ended := s.job.run(ctx, s.to)
	if ctx.Err() != nil {
		return // stopped from outside, which is no failure
	}
	if ended.problem != "" {
		fmt.Fprintf(s.to.err, "chatiere: the job failed: %s, after %s\n", ended.problem, rounded(ended.took))
	}
	s.board.change(func(report *Report) { report.take(began, ended) })
}

// take notes how a run ended.
func (r *Report) take(began time.Time, ended outcome) {
	r.Running, r.Last, r.Took = time.Time{}, began, rounded(ended.took)
	r.Code, r.Problem = ended.code, ended.problem
	if ended.problem == "" {
		r.LastGood, r.Failures = began, 0
		return
	}
	r.Failures++
}

func rounded(took time.Duration) string { return took.Round(10 * time.Millisecond).String() }
