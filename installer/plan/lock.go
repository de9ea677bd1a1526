package plan

import "maps"

// lock writes the lock file when it pins something else, with what changes:
// what apply would record is said before.
func (m *maker) lock() {
	if m.have.Lock != nil && maps.Equal(m.want.Lock, m.have.Lock) {
		return
	}
	cause := "versions changed"
	if m.have.Lock == nil {
		cause = "no lock file"
	}
	m.add(Operation{
		Kind: LockWrite, Target: "chaton.lock.hcl", Cause: cause,
		Changes: mapChanges("", m.have.Lock, m.want.Lock), After: m.everything(),
	})
}

// everything lists the operations planned until now.
func (m *maker) everything() []string {
	var ids []string
	for _, operation := range m.plan.Operations {
		ids = append(ids, operation.ID())
	}
	return ids
}
