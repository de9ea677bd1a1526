package plan

import "framagit.org/chatiere/chatiere/installer/site"

// previous is the container that serves until the wanted one does, or nil; the
// one with the ID except is the wanted one itself. Of several, one that the
// engine calls healthy, else the oldest: an older one goes only once a newer
// one is healthy, so what a killed run left is the newer one. What never
// started never served.
func (m *maker) previous(wanted *site.Container, except string) *Container {
	var best *Container
	for i := range m.have.Containers {
		existing := &m.have.Containers[i]
		if !sameContainer(wanted, *existing) || existing.ID == except || existing.State == "created" || existing.broken() {
			continue
		}
		if best == nil || servedRather(*existing, *best) {
			best = existing
		}
	}
	return best
}

func servedRather(a, b Container) bool {
	if (a.Health == "healthy") != (b.Health == "healthy") {
		return a.Health == "healthy"
	}
	return a.Created < b.Created
}

func idOf(container *Container) string {
	if container == nil {
		return ""
	}
	return container.ID
}

// makeRoom stops every other container of the same name, where the volume has
// a single writer. A stop that fails, or that is broken off, gives way to who
// served before, like everything that comes after it.
func (m *maker) makeRoom(wanted *site.Container, except string, after []string) []string {
	if wanted.Update != "replace" || m.beside(wanted) {
		return nil
	}
	var stopped []string
	for i := range m.have.Containers {
		existing := &m.have.Containers[i]
		if sameContainer(wanted, *existing) && existing.ID != except && !existing.stopped() {
			stopped = append(stopped, m.add(Operation{
				Kind: ContainerStop, Target: wanted.FullName(), Cause: "makes room for its replacement",
				Container: wanted, Object: existing.ID, After: after,
				Replaces: idOf(m.previous(wanted, except)),
			}))
		}
	}
	return stopped
}

// stopped says that no process of it writes. A container that fails over and
// over is "restarting": the engine refuses to remove it as it is.
func (c Container) stopped() bool {
	return c.State == "created" || c.State == "exited" || c.State == "dead"
}

// settled lists what to wait for before something hangs on a container. One
// that an earlier run started, and that the engine has not called healthy yet,
// is waited for like a new one; only when something hangs on it, so that
// nothing is planned where everything is in place.
func (m *maker) settled(wanted *site.Container) []string {
	current := m.current(wanted)
	known := len(m.ready[wanted.FullName()]) > 0
	if !known && current != nil && current.State == "running" && (current.Health == "starting" || current.Health == "unhealthy") {
		m.wait(wanted, "", current.ID)
	}
	return m.ready[wanted.FullName()]
}
