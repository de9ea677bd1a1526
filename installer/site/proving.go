package site

import (
	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Proving gives the tests of one module as they are to be performed for one
// service. What a step holds is decided when its turn comes: it may name what a
// step before it captured.
type Proving struct {
	*assembly
	tests   []*catalog.Test
	backup  *catalog.Backup
	prefix  string // of the containers' names, for an engine's tests
	seen    scope  // line 6: test
	account map[string]string
}

// Prove opens the tests of a service's module or, when engine is one that the
// service is a client of, of that engine module.
func Prove(modules *catalog.Catalog, file *File, secrets Secrets, service, engine string) (*Proving, hcl.Diagnostics) {
	r := startResolving(modules, file, secrets)
	var a *assembly
	if stopped := r.watch.during(func() { a = r.assemblyFor(service) }); stopped != nil {
		return nil, hcl.Diagnostics{stopped}
	}
	if a == nil || r.diags.HasErrors() {
		return nil, r.diags
	}
	p := &Proving{assembly: a, tests: a.module.Tests, backup: a.module.Backup, seen: a.running}
	if engine != "" {
		module := modules.Module(engine)
		p.tests, p.backup, p.prefix = module.Tests, module.Backup, engine+"-"
		p.seen = a.servers[engine]
	}
	return p, nil
}

// UseAccount tells the tests of the account that create_account made: its
// inputs, `account.NAME` in a test.
func (p *Proving) UseAccount(inputs map[string]string) { p.account = inputs }

// Proof is one test, not yet decided. Either Steps, or Write and Read.
type Proof struct {
	Name     string
	SignedIn bool // it goes on with the cookies of the test "sign in"
	Steps    []Step
	Write    []Step
	Read     []Step
}

// Step is one step of a test, not yet decided.
type Step struct {
	Where hcl.Range
	body  *hclsyntax.Body
}

// Proofs lists the tests in the order of the module.
func (p *Proving) Proofs() []Proof {
	var proofs []Proof
	for _, test := range p.tests {
		body, readable := test.Body.(*hclsyntax.Body)
		if !readable {
			continue
		}
		proof := Proof{Name: test.Name, SignedIn: p.truth(written(body, "signed_in"), p.seen, false)}
		for _, block := range body.Blocks {
			switch block.Type {
			case "write":
				proof.Write = stepsOf(block.Body, block.DefRange())
			case "read":
				proof.Read = stepsOf(block.Body, block.DefRange())
			}
		}
		if proof.Write == nil && proof.Read == nil {
			proof.Steps = stepsOf(body, test.Range)
		}
		proofs = append(proofs, proof)
	}
	return proofs
}

// stepsOf gives the blocks step of a test, or the test itself as the only one.
func stepsOf(body *hclsyntax.Body, where hcl.Range) []Step {
	var steps []Step
	for _, block := range body.Blocks {
		if block.Type == "step" {
			steps = append(steps, Step{Where: block.DefRange(), body: block.Body})
		}
	}
	if steps == nil {
		steps = []Step{{Where: where, body: body}}
	}
	return steps
}

// written is nil for what is absent: no interface around a nil pointer.
func written(body *hclsyntax.Body, name string) hcl.Expression {
	if attribute, there := body.Attributes[name]; there {
		return attribute.Expr
	}
	return nil
}

// scopeOf is what a step sees: everything that runs, what was captured, and the
// account.
func (p *Proving) scopeOf(captured map[string]string) scope {
	return p.seen.with("capture", textsOf(captured)).with("account", textsOf(p.account))
}

func textsOf(texts map[string]string) cty.Value {
	values := map[string]cty.Value{}
	for name, text := range texts {
		values[name] = cty.StringVal(text)
	}
	return object(values)
}

// taken gives the diagnostics of one decision and forgets them: a step that
// fails keeps no other from being tried.
func (p *Proving) taken() hcl.Diagnostics {
	wrong := p.diags
	p.diags = nil
	return wrong
}
