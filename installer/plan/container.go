package plan

import (
	"maps"
	"slices"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
)

// container brings one container to what is wanted. Its readiness (the IDs to
// wait for) is recorded for those that come after it. The gateway has no
// service.
func (m *maker) container(service *site.Service, wanted *site.Container) {
	current := m.current(wanted)
	switch {
	case current == nil:
		m.create(wanted, m.afterOf(service, wanted))
	case current.State == "running":
		m.mend(wanted, *current, nil)
		m.enthrone(wanted, *current)
	default:
		m.mend(wanted, *current, m.afterOf(service, wanted))
	}
}

// current is the existing container that is what is wanted: same spec, and no
// difference at what we set ourselves (decision 3). Of several, the running and
// then the newest one; the others are retired.
func (m *maker) current(wanted *site.Container) *Container {
	var best *Container
	for i, existing := range m.have.Containers {
		if !sameContainer(wanted, existing) || existing.Spec != wanted.Spec || existing.broken() || len(m.drift(wanted, existing)) > 0 {
			continue
		}
		if best == nil || better(existing, *best) {
			best = &m.have.Containers[i]
		}
	}
	return best
}

// Keeps is the existing container that a plan for this site would keep as it
// is, or nil: installer gives it the address that it has. Volumes must have
// been allotted before.
func Keeps(s *site.Site, have Observed, wanted *site.Container) *Container {
	m := maker{want: Want{Site: s}, have: have}
	return m.current(wanted)
}

// broken says that the engine could not remove or start it again: nothing comes
// of it any more.
func (c Container) broken() bool { return c.State == "dead" || c.State == "removing" }

func better(a, b Container) bool {
	if (a.State == "running") != (b.State == "running") {
		return a.State == "running"
	}
	return a.Created > b.Created
}

func sameContainer(wanted *site.Container, existing Container) bool {
	return existing.Service == wanted.Service && existing.Container == wanted.Name
}

// drift lists what was changed by hand and cannot be mended in place. The
// engine's zero means "not set", and is what a foreign tool leaves.
func (m *maker) drift(wanted *site.Container, existing Container) []Change {
	var changes []Change
	differs := func(field, old, new string) {
		if old != new {
			changes = append(changes, Change{Field: field, Old: old, New: new})
		}
	}
	differs("memory", size(existing.Memory), size(wanted.Memory))
	differs("pids", strconv.FormatInt(existing.Pids, 10), strconv.FormatInt(wanted.Pids, 10))
	differs("cpus", number(existing.CPUs), number(wanted.CPUs))
	for _, mount := range wanted.Mounts {
		if object := m.object(wanted.Service, mount.Volume); object != "" {
			differs("volume at "+mount.Path, existing.Volumes[mount.Path], object)
		}
	}
	return slices.Concat(changes, m.strangers(wanted, existing), m.otherImage(wanted, existing))
}

// strangers lists networks that a hand joined the container to: they would
// break the service's isolation (decision 6).
func (m *maker) strangers(wanted *site.Container, existing Container) []Change {
	var changes []Change
	for _, name := range sortedKeys(existing.Networks) {
		wants := slices.ContainsFunc(wanted.Networks, func(place site.Attachment) bool { return place.Network == name })
		if !wants {
			changes = append(changes, Change{Field: "network", Old: name})
		}
	}
	return changes
}

func (m *maker) object(service, volume string) string {
	if found := m.want.Site.Service(service); found != nil {
		for _, candidate := range found.Volumes {
			if candidate.Name == volume {
				return candidate.ObjectName
			}
		}
	}
	return ""
}

func number(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }

// create makes a container, beside or instead of the one that serves now.
func (m *maker) create(wanted *site.Container, after []string) {
	previous := m.previous(wanted, "")
	created := m.make(wanted, previous)
	connected := slices.Concat(m.connect(wanted, created), m.heardFor(wanted))
	start := Operation{
		Kind: ContainerStart, Target: wanted.FullName(), Cause: "created", Container: wanted,
		After: slices.Concat(connected, after, m.makeRoom(wanted, "", connected), m.unblocked(wanted)), Replaces: idOf(previous),
	}
	m.wait(wanted, m.add(start), "")
}

// make writes the container's files and creates it.
func (m *maker) make(wanted *site.Container, previous *Container) string {
	before := slices.Concat(m.prepared, m.probe)
	if wanted.Service != "" {
		before = append(before, m.grounds...)
	}
	if len(wanted.Files) > 0 {
		before = []string{m.add(Operation{
			Kind: FileWrite, Target: wanted.FullName(), Cause: "files to mount",
			Container: wanted, After: before,
		})}
	}
	before = slices.Concat(before, m.handed(wanted, nil))
	cause, changes := m.why(wanted, previous)
	return m.add(Operation{
		Kind: ContainerCreate, Target: wanted.FullName(), Cause: cause, Changes: changes,
		Container: wanted, After: before,
	})
}

// why says what makes a container necessary.
func (m *maker) why(wanted *site.Container, previous *Container) (string, []Change) {
	switch {
	case previous == nil && slices.ContainsFunc(m.have.Containers, func(c Container) bool { return sameContainer(wanted, c) && c.broken() }):
		return "the one before is dead", nil
	case previous == nil:
		return noContainer, nil
	case previous.Spec != wanted.Spec:
		return "its definition changed", m.definition(wanted, previous)
	}
	return "changed by hand", m.drift(wanted, *previous)
}

// connect joins the networks after the first, which the engine takes at create
// only (API 1.41); all before the start, so that no process sees a half-made
// network.
func (m *maker) connect(wanted *site.Container, created string) []string {
	ids := []string{created}
	for i, attachment := range wanted.Networks {
		if i == 0 {
			continue
		}
		ids = append(ids, m.add(Operation{
			Kind: NetworkConnect, Target: wanted.FullName() + " to " + attachment.Network, Cause: "new container",
			Container: wanted, Network: m.network(wanted.Service, attachment.Network), After: []string{created},
		}))
	}
	return ids
}

func (m *maker) network(service, name string) *site.Network {
	if found := m.want.Site.Service(service); found != nil {
		for _, network := range found.Networks {
			if network.Name == name {
				return network
			}
		}
	}
	return nil
}

// wait makes sure that a container is healthy: the new one, or an existing one
// when object says so.
func (m *maker) wait(wanted *site.Container, after, object string) {
	operation := Operation{
		Kind: HealthWait, Target: wanted.FullName(), Cause: "started", Container: wanted,
		Object: object, Replaces: idOf(m.previous(wanted, object)),
	}
	if after != "" {
		operation.After = []string{after}
	}
	m.ready[wanted.FullName()] = []string{m.add(operation)}
}

// mend puts back, without a replacement, what was changed by hand.
func (m *maker) mend(wanted *site.Container, existing Container, after []string) {
	connected := m.reconnect(wanted, existing)
	if existing.Restart != "unless-stopped" {
		m.add(Operation{
			Kind: RestartPolicy, Target: wanted.FullName(), Cause: "changed by hand", Object: existing.ID,
			Container: wanted, Changes: []Change{{Field: "restart", Old: existing.Restart, New: "unless-stopped"}},
		})
	}
	given := m.handed(wanted, &existing)
	if existing.State == "running" {
		if len(connected) > 0 {
			m.ready[wanted.FullName()] = connected
		}
		return
	}
	connected = slices.Concat(connected, m.heardFor(wanted), given)
	started := m.add(Operation{
		Kind: ContainerStart, Target: wanted.FullName(), Cause: "it does not run",
		Changes:   []Change{{Field: "state", Old: existing.State, New: "running"}},
		Container: wanted, Object: existing.ID, Replaces: idOf(m.previous(wanted, existing.ID)),
		After: slices.Concat(connected, m.grounds, after, m.makeRoom(wanted, existing.ID, connected), m.unblocked(wanted)),
	})
	m.wait(wanted, started, existing.ID)
}

func (m *maker) reconnect(wanted *site.Container, existing Container) []string {
	var ids []string
	for _, attachment := range wanted.Networks {
		if _, joined := existing.Networks[attachment.Network]; joined {
			continue
		}
		ids = append(ids, m.add(Operation{
			Kind: NetworkConnect, Target: wanted.FullName() + " to " + attachment.Network, Cause: "disconnected by hand",
			Container: wanted, Network: m.network(wanted.Service, attachment.Network), Object: existing.ID,
			After: m.grounds,
		}))
	}
	return ids
}

// sortedKeys lists a map's keys in order, so that a plan's text is stable.
func sortedKeys[V any](values map[string]V) []string {
	return slices.Sorted(maps.Keys(values))
}
