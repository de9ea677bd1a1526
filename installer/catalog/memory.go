package catalog

import (
	"math"
	"strconv"
	"strings"
)

// Memory is the most that a module's containers and its databases may take, in
// bytes. A limit that depends on the chaton is left out: the plan knows it.
func (c *Catalog) Memory(module *Module) int64 {
	total := module.memory()
	for _, database := range module.Databases {
		if engine := c.Module(database.Engine); engine != nil {
			total += engine.memory()
		}
	}
	return total
}

func (m *Module) memory() (total int64) {
	for _, container := range m.Containers {
		if written, ok := literalString(container.Memory); ok {
			total += bytesOf(written)
		}
	}
	return total
}

// bytesOf reads "128MiB"; anything else is 0, as the grammar has refused it.
func bytesOf(text string) int64 {
	units := []string{"TiB", "GiB", "MiB", "KiB", "B"}
	for at, unit := range units {
		digits, found := strings.CutSuffix(text, unit)
		if !found {
			continue
		}
		number, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		factor := int64(1) << (10 * (len(units) - 1 - at))
		if err != nil || number > math.MaxInt64/factor {
			return 0
		}
		return number * factor
	}
	return 0
}
