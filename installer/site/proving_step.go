package site

import (
	"encoding/json"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Act is one step with nothing left to decide. One of Request, Publish and Exec
// is set. It may hold secrets.
type Act struct {
	Request  *TestRequest
	Expect   *Expectation // of the request; nil: only captured from
	Publish  string       // name of a publish block that must answer over TCP
	Exec     *TestExec
	Captures []Capture
}

// TestRequest is one request through the gateway.
type TestRequest struct {
	Route    string // "": the first
	Method   string
	Path     string
	Headers  map[string]string
	Body     string
	User     string // "": without
	Password string
	Follow   bool // to the same host only
}

// Expectation is what an answer must be.
type Expectation struct {
	Status   int // 0: any
	Contains string
	Absent   string
	JSON     map[string]any // path, then the value as package json reads it
	Headers  map[string]string
	Within   time.Duration // asked again until then; 0: once
}

// TestExec is one command in a running container, as that container's user.
type TestExec struct {
	Container string
	Command   []string
	Stdin     string // "": no input
	Contains  string
}

// Capture takes a part of an answer, or of what a command wrote. One of JSON,
// Regex and Header is set.
type Capture struct {
	Name   string
	JSON   string
	Regex  string // its first group, or all of it
	Header string
}

// Decide evaluates one step, with what was captured before it.
func (p *Proving) Decide(step Step, captured map[string]string) (Act, hcl.Diagnostics) {
	var act Act
	p.watch.restart()
	if stopped := p.watch.during(func() { act = p.decide(step, p.scopeOf(captured)) }); stopped != nil {
		return Act{}, hcl.Diagnostics{stopped}
	}
	return act, p.taken()
}

func (p *Proving) decide(step Step, seen scope) Act {
	var act Act
	for _, block := range step.body.Blocks {
		switch block.Type {
		case "request":
			act.Request = p.request(block.Body, seen)
		case "expect":
			act.Expect = p.expectation(block.Body, seen)
		case "tcp":
			act.Publish = p.text(written(block.Body, "publish"), seen, "")
		case "exec":
			act.Exec = p.exec(block.Body, seen)
		case "capture":
			act.Captures = append(act.Captures, p.capture(block, seen))
		}
	}
	return act
}

func (p *Proving) request(body *hclsyntax.Body, seen scope) *TestRequest {
	method := p.text(written(body, "method"), seen, "GET")
	return &TestRequest{
		Route: p.text(written(body, "route"), seen, ""), Method: method,
		Path: p.text(written(body, "path"), seen, "/"), Headers: p.strings(written(body, "headers"), seen),
		Body: p.text(written(body, "body"), seen, ""),
		User: p.text(written(body, "user"), seen, ""), Password: p.text(written(body, "password"), seen, ""),
		Follow: p.truth(written(body, "follow"), seen, method == "GET"),
	}
}

func (p *Proving) expectation(body *hclsyntax.Body, seen scope) *Expectation {
	return &Expectation{
		Status:   int(p.whole(written(body, "status"), seen, 0, 100, 599)),
		Contains: p.text(written(body, "contains"), seen, ""), Absent: p.text(written(body, "absent"), seen, ""),
		JSON: p.values(written(body, "json"), seen), Headers: p.strings(written(body, "headers"), seen),
		Within: p.duration(written(body, "within"), seen, 0),
	}
}

func (p *Proving) exec(body *hclsyntax.Body, seen scope) *TestExec {
	return &TestExec{
		Container: p.prefix + p.text(written(body, "container"), seen, ""),
		Command:   p.command(written(body, "command"), seen),
		Stdin:     p.text(written(body, "stdin"), seen, ""), Contains: p.text(written(body, "contains"), seen, ""),
	}
}

func (p *Proving) capture(block *hclsyntax.Block, seen scope) Capture {
	capture := Capture{
		JSON: p.text(written(block.Body, "json"), seen, ""), Regex: p.text(written(block.Body, "regex"), seen, ""),
		Header: p.text(written(block.Body, "header"), seen, ""),
	}
	if len(block.Labels) > 0 {
		capture.Name = block.Labels[0]
	}
	return capture
}

// values is an object as package json would read it.
func (p *Proving) values(expression hcl.Expression, seen scope) map[string]any {
	value, ok := p.evaluate(expression, seen, cty.DynamicPseudoType)
	if !ok {
		return nil
	}
	encoded, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		p.author(expression.Range(), "Wrong type", "This can't be written as JSON: "+err.Error()+".")
		return nil
	}
	var wanted map[string]any
	if err := json.Unmarshal(encoded, &wanted); err != nil {
		p.author(expression.Range(), "Wrong type", "This must be an object, { path = value }.")
	}
	return wanted
}

// Around are the commands before and after a copy of the service's data, nil
// where the module has none.
func (p *Proving) Around() (before, after *TestExec, wrong hcl.Diagnostics) {
	if p.backup == nil {
		return nil, nil, nil
	}
	before, after = p.hook(p.backup.Before), p.hook(p.backup.After)
	return before, after, p.taken()
}

func (p *Proving) hook(hook *catalog.Hook) *TestExec {
	if hook == nil {
		return nil
	}
	return &TestExec{Container: p.prefix + p.text(hook.Container, p.seen, ""), Command: p.command(hook.Command, p.seen)}
}

// Left are the paths that no copy holds, "volume/path", and whether the
// software bears being copied while it writes.
func (p *Proving) Left() (excluded []string, live bool) {
	if p.backup == nil {
		return nil, false
	}
	for _, path := range p.backup.Exclude {
		excluded = append(excluded, p.prefix+path)
	}
	return excluded, p.backup.Live
}
