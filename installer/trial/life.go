package trial

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// life is one trial under way.
type life struct {
	options Options
	module  *catalog.Module // what the service is made of
	engine  *catalog.Module // the engine under trial, nil for a service module
	major   string          // of that engine
	chaton  *chaton
	note    func(Step)
	proof   Proof

	prover  *prover
	account map[string]string // inputs of create_account; nil when there is none
	copied  *snapshot
	peaks   map[string]int64 // by container, bytes
	looking sync.Mutex       // guards peaks
}

// absentError ends a step that there is no way to take, and says why.
type absentError struct{ why plan.Sentence }

// Error is in English.
func (e *absentError) Error() string { return e.why.String() }

func absent(why plan.Sentence) error { return &absentError{why} }

// stage is one step of a life. Nothing after a vital one makes sense when it
// failed.
type stage struct {
	name  string
	take  func(context.Context) (told plan.Sentence, err error)
	vital bool
}

func (l *life) stages() []stage {
	stages := []stage{
		{"provision", l.provision, true},
		{"certificate", l.certificate, false},
		{"account", l.makeAccount, false},
		{"tests", l.runTests, false},
		{"third parties", l.thirdParties, false},
		{"restart", l.restart, true},
		{"tests again", l.runTests, false},
		{"second plan", l.secondPlan, false},
		{"write", l.write, false},
		{"backup", l.backup, true},
	}
	if l.engine != nil && l.engine.Engine.Dump != nil {
		stages = append(stages, stage{"truncated dump", l.truncatedDump, false}, stage{"password", l.changePassword, false})
	}
	return append(stages,
		stage{"disk", l.measureDisk, false},
		stage{"destroy", l.destroy, true},
		stage{"restore", l.restore, true},
		stage{"read", l.read, false},
		stage{"account closed", l.closeAccount, false},
		stage{"memory", l.judgeMemory, false},
		stage{"upgrade", l.upgrade, false},
	)
}

// live takes the steps in their order and measures memory all the while.
func (l *life) live(ctx context.Context) error {
	l.peaks = map[string]int64{}
	stop := l.watch(ctx)
	defer stop()
	for _, stage := range l.stages() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if l.take(ctx, stage) == Failed && stage.vital {
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// remove is the last step: nothing is left of the trial.
func (l *life) remove(ctx context.Context) error {
	if l.take(ctx, stage{"remove", l.removeAll, true}) == Failed {
		return errors.New("the trial could not be removed; try: " + l.chaton.removal())
	}
	return nil
}

func (l *life) removeAll(ctx context.Context) (told plan.Sentence, err error) {
	if err := l.chaton.destroy(ctx, !l.options.KeepImages); err != nil {
		return told, err
	}
	return told, l.chaton.isGone(ctx)
}

// take takes one step and writes down how it went.
func (l *life) take(ctx context.Context, stage stage) Outcome {
	began := l.options.Clock()
	told, err := stage.take(ctx)
	step := Step{Name: stage.name, Major: l.major, Outcome: Passed, Took: l.options.Clock().Sub(began).Round(time.Millisecond)}
	var missing *absentError
	switch {
	case errors.As(err, &missing):
		step.Outcome, step.Said = Absent, missing.why
	case err != nil:
		step.Outcome, step.Detail = Failed, l.hidden(err.Error())
	default:
		step.Said = told
	}
	if step.Said.Format != "" {
		step.Detail = step.Said.String()
	}
	l.proof.Steps = append(l.proof.Steps, step)
	l.note(step)
	return step.Outcome
}

// hidden keeps secrets out of what is written down.
func (l *life) hidden(text string) string {
	if l.chaton.standing == nil {
		return text
	}
	return l.chaton.standing.Secrets().Redact(text)
}

// provision is an apply as the first evening has it.
func (l *life) provision(ctx context.Context) (told plan.Sentence, err error) {
	if err := l.chaton.apply(ctx); err != nil {
		return told, err
	}
	standing := l.chaton.standing
	facts, err := standing.Engine().Info(ctx)
	if err != nil {
		return told, err
	}
	l.proof.Engine = "Docker Engine " + facts.Engine + " (API " + facts.API + ")"
	if l.proof.Images, err = l.images(ctx); err != nil {
		return told, err
	}
	return plan.Say("%s", strings.Join(keys(l.proof.Images), ", ")), l.openProver()
}

// images tells of each container the image that it runs.
func (l *life) images(ctx context.Context) (map[string]string, error) {
	have, err := l.chaton.standing.Engine().Observe(ctx, l.chaton.slug, nil)
	if err != nil {
		return nil, err
	}
	images := map[string]string{}
	for _, container := range have.Containers {
		if container.Service == serviceName {
			images[container.Container] = container.ImageID
		}
	}
	return images, nil
}

// secondPlan finds nothing to do, as a second apply must.
func (l *life) secondPlan(ctx context.Context) (told plan.Sentence, err error) {
	prepared, err := l.chaton.prepare(ctx)
	if err != nil {
		return told, err
	}
	defer prepared.Close()
	if !prepared.Plan.Empty() {
		return told, fmt.Errorf("it is not empty:\n%s", prepared.Plan)
	}
	return told, nil
}
