package wizard

import (
	"math"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// memory is the most that a module's containers and its databases may take, in
// bytes. A limit that depends on the chaton is left out: the plan knows it.
func memory(modules *catalog.Catalog, module *catalog.Module) int64 {
	var total int64
	for _, container := range module.Containers {
		if container.Memory == nil {
			continue
		}
		value, problems := container.Memory.Value(nil)
		if !problems.HasErrors() && value.Type().FriendlyName() == "string" && value.IsKnown() && !value.IsNull() {
			total += size(value.AsString())
		}
	}
	for _, database := range module.Databases {
		if engine := modules.Module(database.Engine); engine != nil {
			total += memory(modules, engine)
		}
	}
	return total
}

// size reads "128MiB"; anything else is 0, as the catalogue has refused it.
func size(text string) int64 {
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
