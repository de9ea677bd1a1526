package plan

import (
	"slices"
	"strings"
)

// prune removes images that the kit made and that nothing will need again: of
// each repository stay the wanted ones, those that a container was made from,
// and the newest other one, which is the one before (failures.md, 6). What was
// pulled belongs to whoever else uses the engine, and stays; so does the kit's
// own image of another binary, which another chaton may be about to use.
func (m *maker) prune() {
	repositories := map[string]bool{}
	for _, container := range m.want.containers() {
		if container.Image.Build != nil {
			repositories[repository(container.Image.Name())] = true
		}
	}
	after := m.everything()
	for _, name := range sortedKeys(repositories) {
		m.pruneRepository(name, after)
	}
}

func (m *maker) pruneRepository(repository string, after []string) {
	var old []Image
	for _, image := range m.have.Images {
		if !image.Used && !m.needed(image) && slices.ContainsFunc(image.Ours, func(name string) bool { return isOf(name, repository) }) {
			old = append(old, image)
		}
	}
	slices.SortStableFunc(old, func(a, b Image) int { return int(b.Created - a.Created) })
	for _, image := range old[min(m.spared(repository), len(old)):] {
		for _, name := range image.Ours {
			m.add(Operation{Kind: ImageRemove, Target: name, Cause: "older than the one before", Object: name, After: after})
		}
	}
}

// spared is how many images stay beside the needed ones: one, unless the
// container about to be replaced keeps the one before already.
func (m *maker) spared(repository string) int {
	for _, container := range m.have.Containers {
		for _, image := range m.have.Images {
			if image.ID == container.ImageID && !m.isWanted(image) &&
				slices.ContainsFunc(image.Ours, func(name string) bool { return isOf(name, repository) }) {
				return 0
			}
		}
	}
	return 1
}

// needed says that a container is, or is to be, made from the image.
func (m *maker) needed(image Image) bool {
	if m.isWanted(image) {
		return true
	}
	return slices.ContainsFunc(m.have.Containers, func(container Container) bool { return container.ImageID == image.ID })
}

func (m *maker) isWanted(image Image) bool {
	for _, container := range m.want.containers() {
		if slices.Contains(image.Names, container.Image.Name()) {
			return true
		}
	}
	return false
}

func repository(name string) string {
	before, _, _ := strings.Cut(name, ":")
	return before
}

func isOf(name, wanted string) bool { return repository(name) == wanted }
