package trial

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
)

// signIn is the test whose cookies others go on with.
const signIn = "sign in"

// prover performs the tests of a module against the running service.
type prover struct {
	life    *life
	proving *site.Proving
	pages   pages
	signed  *visitor // after the test "sign in"; nil without

	captured map[string]map[string]string // by test: what write kept for read
}

// openProver makes the tests ready; passwords are those of the vault as it is
// now.
func (l *life) openProver() error {
	engine := ""
	if l.engine != nil {
		engine = l.engine.Name
	}
	proving, wrong := site.Prove(l.chaton.modules, l.chaton.file, l.chaton.standing.Secrets(), serviceName, engine)
	if wrong.HasErrors() {
		return wrong
	}
	proving.UseAccount(l.account)
	kept := map[string]map[string]string{}
	if l.prover != nil {
		kept = l.prover.captured
	}
	l.prover = &prover{life: l, proving: proving, captured: kept}
	return nil
}

// runTests performs every test but those around a backup, "sign in" first.
func (l *life) runTests(ctx context.Context) (told plan.Sentence, err error) {
	count, err := l.prover.each(ctx, func(proof site.Proof) []site.Step { return proof.Steps })
	if count == 0 && err == nil {
		return told, absent(plan.Say("no test but those around a backup"))
	}
	return plan.Say("%d tests", count), err
}

func (l *life) write(ctx context.Context) (plan.Sentence, error) {
	return l.around(ctx, func(proof site.Proof) []site.Step { return proof.Write })
}

func (l *life) read(ctx context.Context) (plan.Sentence, error) {
	return l.around(ctx, func(proof site.Proof) []site.Step { return proof.Read })
}

func (l *life) around(ctx context.Context, part func(site.Proof) []site.Step) (told plan.Sentence, err error) {
	count, err := l.prover.each(ctx, part)
	if count == 0 && err == nil {
		return told, absent(plan.Say("no test with write and read"))
	}
	return plan.Say("%d tests", count), err
}

// each performs one part of every test that has it, and says how many there
// were. All are performed, whatever the outcome of one.
func (p *prover) each(ctx context.Context, part func(site.Proof) []site.Step) (int, error) {
	var failures []error
	count := 0
	for _, proof := range signInFirst(p.proving.Proofs()) {
		steps := part(proof)
		if len(steps) == 0 {
			continue
		}
		count++
		if err := p.perform(ctx, proof, steps); err != nil {
			failures = append(failures, fmt.Errorf("%q: %w", proof.Name, err))
		}
	}
	return count, errors.Join(failures...)
}

func signInFirst(proofs []site.Proof) []site.Proof {
	var first, others []site.Proof
	for _, proof := range proofs {
		if proof.Name == signIn {
			first = append(first, proof)
		} else {
			others = append(others, proof)
		}
	}
	return append(first, others...)
}

func (p *prover) perform(ctx context.Context, proof site.Proof, steps []site.Step) error {
	visitor, err := p.visitorOf(proof)
	if err != nil {
		return err
	}
	captured := p.captured[proof.Name]
	if captured == nil {
		captured = map[string]string{}
	}
	for _, step := range steps {
		if err := p.step(ctx, visitor, step, captured); err != nil {
			return fmt.Errorf("%s: %w", place(step.Where), err)
		}
	}
	p.captured[proof.Name] = captured
	if proof.Name == signIn {
		p.signed = visitor
	}
	return nil
}

func place(where hcl.Range) string { return fmt.Sprintf("%s:%d", where.Filename, where.Start.Line) }

// visitorOf has a jar of its own, or goes on with that of the test "sign in".
func (p *prover) visitorOf(proof site.Proof) (*visitor, error) {
	if !proof.SignedIn {
		return p.life.chaton.visitor(&p.pages)
	}
	if p.signed == nil {
		return nil, fmt.Errorf("it says signed_in, and no test %q passed before", signIn)
	}
	return p.signed, nil
}

func (p *prover) step(ctx context.Context, visitor *visitor, step site.Step, captured map[string]string) error {
	act, wrong := p.proving.Decide(step, captured)
	if wrong.HasErrors() {
		return wrong
	}
	got, err := p.act(ctx, visitor, act)
	if err != nil {
		return err
	}
	for _, wanted := range act.Captures {
		if captured[wanted.Name], err = take(wanted, got); err != nil {
			return err
		}
	}
	return nil
}

func (p *prover) act(ctx context.Context, visitor *visitor, act site.Act) (answer, error) {
	switch {
	case act.Exec != nil:
		return p.exec(ctx, act.Exec)
	case act.Publish != "":
		return answer{}, p.connect(ctx, act.Publish)
	}
	return p.ask(ctx, visitor, act)
}

// exec runs a command; what it writes is what later steps capture from.
func (p *prover) exec(ctx context.Context, wanted *site.TestExec) (answer, error) {
	out, err := p.life.chaton.exec(ctx, wanted)
	if err != nil {
		return answer{}, err
	}
	got := answer{body: out}
	if wanted.Contains != "" && !strings.Contains(string(out), wanted.Contains) {
		return got, fmt.Errorf("what %s wrote does not contain %q; it begins: %s", wanted.Command[0], wanted.Contains, got.beginning())
	}
	return got, nil
}
