package plan

import (
	"slices"
	"strings"
)

// Action is what becomes of one object.
type Action string

// The actions of a plan, as people read them in a diff.
const (
	Create  Action = "create"
	Replace Action = "replace" // a new one takes its place (decision 4)
	Update  Action = "update"  // mended in place
	Remove  Action = "remove"
	Keep    Action = "keep"
)

// Object is one thing of the chaton and what the plan does to it: the same
// operations as Plan.Operations, seen by what they work on.
type Object struct {
	Kind     string // container, network, volume, image, secret, routes, certificate, lock, timer, port, module, source
	Service  string // "" for the chaton's own things
	Name     string // "wiki/app", "petitchaton-wiki"
	Action   Action
	Cause    string // of the operation that decides the action; "" when kept
	Changes  []Change
	Destroys bool
}

// Diff lists every object that the plan touches or keeps, the chaton's own
// first, then service by service as the site has them.
func (p Plan) Diff() []Object {
	d := differ{places: map[string]int{}}
	for _, operation := range p.Operations {
		d.see(operation)
	}
	for _, kept := range p.kept {
		if _, touched := d.places[kept.Kind+" "+kept.Name]; !touched {
			d.objects = append(d.objects, kept)
		}
	}
	slices.SortStableFunc(d.objects, func(a, b Object) int {
		return p.place(a.Service) - p.place(b.Service)
	})
	return d.objects
}

// place is where a service stands: the chaton itself, the site's services, then
// what is in no site any more.
func (p Plan) place(service string) int {
	if service == "" {
		return -1
	}
	if at := slices.Index(p.services, service); at >= 0 {
		return at
	}
	return len(p.services)
}

// differ gathers operations by what they work on.
type differ struct {
	objects []Object
	places  map[string]int // kind and name -> index in objects
}

func (d *differ) see(operation Operation) {
	kind, name := operation.subject()
	if kind == "" {
		return
	}
	key := kind + " " + name
	at, known := d.places[key]
	if !known {
		at = len(d.objects)
		d.places[key] = at
		d.objects = append(d.objects, Object{Kind: kind, Name: name, Service: operation.service()})
	}
	d.objects[at].add(operation)
}

// subject is what an operation works on. A file belongs to its container, and
// so does joining a network.
func (o Operation) subject() (kind, name string) {
	switch o.Kind {
	case FileWrite, RoutesDrain:
		return "", ""
	case NetworkConnect:
		return "container", o.Container.FullName()
	case HealthWait, CertificateGive:
		return "container", o.Target
	}
	kind, _, _ = strings.Cut(string(o.Kind), ".")
	return kind, o.Target
}

// service is whose operation it is, "" for the chaton's own.
func (o Operation) service() string {
	switch {
	case o.Container != nil:
		return o.Container.Service
	case o.Network != nil:
		return o.Network.Service
	case o.Volume != nil:
		return o.Volume.Service
	case o.Service != nil:
		return o.Service.Name
	}
	switch service, _, inside := strings.Cut(o.Target, "/"); {
	case inside && o.Image == nil && o.Kind != ImageRemove:
		return service
	case o.Kind == RoutesRemove && o.Target != SiteTarget && o.Target != LogsTarget && o.Target != NamesTarget:
		return o.Target
	}
	return ""
}

// add lets an operation say more about its object. The weightiest action
// stays: what is created anew is also started, and what it replaces removed.
func (o *Object) add(operation Operation) {
	action := operation.action()
	if weight(action) > weight(o.Action) {
		o.Action, o.Cause = action, operation.Cause
	}
	for _, change := range operation.Changes {
		if !slices.Contains(o.Changes, change) {
			o.Changes = append(o.Changes, change)
		}
	}
	o.Destroys = o.Destroys || operation.Destroys
}

func weight(action Action) int {
	return slices.Index([]Action{Keep, Update, Remove, Create, Replace}, action)
}

// action is what an operation alone would make of its object.
func (o Operation) action() Action {
	if strings.HasSuffix(string(o.Kind), ".remove") {
		return Remove
	}
	switch o.Kind {
	case ContainerCreate:
		if o.Cause != noContainer {
			return Replace
		}
		return Create
	case RoutesSwitch:
		if o.Cause != notServed {
			return Update
		}
		return Create
	case TimerWrite:
		if o.Cause != noTimer {
			return Update
		}
		return Create
	case AuthorityReplace:
		return Replace
	case VolumeRefill:
		return Update
	case ModuleKeep, SourceFetch:
		if o.Cause == copyAltered {
			return Update
		}
		return Create
	case CertificateDrop:
		return Remove
	case CertificateCopy:
		if o.Cause != notCopied {
			return Update
		}
		return Create
	case RoutesAdd, LockWrite, ContainerStart, ContainerStop, NetworkConnect, RestartPolicy, HealthWait, CertificateGive:
		return Update
	}
	return Create
}

// The causes that Diff reads.
const (
	noContainer = "no such container"
	notServed   = "not served yet"
	noTimer     = "nothing does it yet"
	notHeard    = "network not listened at yet"
	notCopied   = "the gateway has no copy yet"
)
