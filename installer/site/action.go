package site

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Task is what an operator asks of a service: one action and its inputs.
type Task struct {
	Service string
	Action  string
	// Inputs are given as text; a list, a set, a map or an object as JSON.
	Inputs map[string]string
	// Generate makes the secrets that the action hands out.
	Generate func(length int) string
}

// Action is a task with nothing left to decide. Stdin and Revealed may hold
// secrets: they go to the container and to the terminal, and are written
// nowhere.
type Action struct {
	Service   string
	Name      string
	Container string
	Command   []string
	Stdin     string // "": the command gets no input
	Writes    string // "text", or "archive": a tar on standard output
	Revealed  []Revealed
}

// Revealed is a generated input, to be shown once.
type Revealed struct {
	Name  string
	Label Text // nil when the module gives none
	Value string
}

// FindAction gives a module's action of that name, nil when the application
// does not offer it.
func FindAction(module *catalog.Module, name string) *catalog.Action {
	for _, action := range module.Actions {
		if action.Name == name {
			return action
		}
	}
	return nil
}

// ResolveAction decides one action of a service. What is wrong with an input
// is a diagnostic without a place: no file holds it.
func ResolveAction(modules *catalog.Catalog, file *File, secrets Secrets, task Task) (Action, hcl.Diagnostics) {
	r := startResolving(modules, file, secrets)
	var action Action
	if stopped := r.watch.during(func() { action = r.action(task) }); stopped != nil {
		return Action{}, hcl.Diagnostics{stopped}
	}
	if r.diags.HasErrors() {
		return Action{}, r.diags
	}
	return action, r.diags
}

func (r *resolving) action(task Task) Action {
	a := r.assemblyFor(task.Service)
	if a == nil {
		return Action{}
	}
	declared := FindAction(a.module, task.Action)
	if declared == nil {
		r.given(say("The module %q has no action %q", a.module.Name, task.Action), hint(task.Action, actionNames(a.module)))
		return Action{}
	}
	acting := &acting{assembly: a, task: task, declared: declared, seen: map[string]cty.Value{}, all: map[string]cty.Value{}}
	return acting.decide()
}

// assemblyFor makes one service of the file, nil after a complaint.
func (r *resolving) assemblyFor(name string) *assembly {
	var known []string
	for _, block := range r.file.Services {
		known = append(known, block.Name)
		if block.Name != name {
			continue
		}
		if block.External != nil {
			r.given(say("The service %q runs elsewhere", name), say("Its accounts are kept where it runs."))
			return nil
		}
		return r.assembled(block, r.written(block))
	}
	r.given(say("There is no service %q", name), hint(name, known))
	return nil
}

// given complains of what stands in no file but on the command line.
func (r *resolving) given(summary, detail sentence) {
	diagnostic := problem(hcl.Range{}, summary, detail)
	diagnostic.Subject = nil
	r.diags = append(r.diags, diagnostic)
}

func actionNames(module *catalog.Module) []string {
	var known []string
	for _, action := range module.Actions {
		known = append(known, action.Name)
	}
	return known
}

// acting is one action being decided.
type acting struct {
	*assembly
	task     Task
	declared *catalog.Action
	revealed []Revealed
	seen     map[string]cty.Value // inputs that everybody on the machine may see
	all      map[string]cty.Value
}

// decide gives the secret inputs to stdin alone: the catalogue refuses them by
// name in a command, and here they are not there under any other.
func (a *acting) decide() Action {
	a.inputs()
	seen := a.running.with("input", object(a.seen))
	action := Action{
		Service: a.service.Name, Name: a.declared.Name, Writes: a.declared.Writes, Revealed: a.revealed,
		Container: a.text(a.declared.Container, seen, ""),
		Command:   a.command(a.declared.Command, seen),
		Stdin:     a.text(a.declared.Stdin, a.running.with("input", object(a.all)), ""),
	}
	known := slices.ContainsFunc(a.service.Containers, func(c *Container) bool { return c.Name == action.Container })
	if !known && !a.diags.HasErrors() {
		a.author(a.declared.Range, "Unknown container", "No container is named \""+action.Container+"\".")
	}
	return action
}
