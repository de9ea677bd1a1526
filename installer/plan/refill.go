package plan

// Outdated is the cause of a refill: no hand made that difference, another
// program did, or another zone or root of the machine.
const Outdated = "its files are not those of this program"

// refill gives the probe's volume what this program would put there. No
// container is made again for it; those that are wait, since an older probe may
// not know what they start.
func (m *maker) refill() {
	if m.want.Probe == nil || len(m.probe) > 0 {
		return
	}
	if changes := m.outdated(); len(changes) > 0 {
		m.probe = []string{m.add(Operation{
			Kind: VolumeRefill, Target: m.want.Probe.ObjectName, Cause: Outdated,
			Changes: changes, Volume: m.want.Probe, After: m.prepared,
		})}
	}
}

func (m *maker) outdated() []Change {
	parts := map[string]bool{}
	for _, filling := range []map[string]string{m.want.Filling, m.have.Filling} {
		for part := range filling {
			parts[part] = true
		}
	}
	var changes []Change
	for _, part := range sortedKeys(parts) {
		if wanted, held := m.want.Filling[part], m.have.Filling[part]; wanted != held {
			changes = append(changes, Change{Field: part, Old: held, New: wanted})
		}
	}
	return changes
}
