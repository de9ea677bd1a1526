package plan

import "strings"

// timer sees to it that `chatiere tick` is called. Nothing waits for it, and
// it waits for nothing: a run that fails half-way has services to watch too.
func (m *maker) timer() {
	if m.want.Timer == m.have.Timer || m.want.Timer == "" {
		return
	}
	cause := noTimer
	if m.have.Timer != "" {
		cause = "it is set up in another way"
	}
	m.add(Operation{Kind: TimerWrite, Target: timerTarget(m.want.Timer), Cause: cause})
}

// destroyTimer comes first, so that nothing looks after what is going.
func destroyTimer(b *builder, have Observed) {
	if have.Timer != "" {
		b.add(Operation{Kind: TimerRemove, Target: timerTarget(have.Timer), Cause: "destroy"})
	}
}

func timerTarget(timer string) string {
	name, _, _ := strings.Cut(timer, "\n")
	return name
}
