package site

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"
)

// Patterns that every service is read with are compiled once.
var (
	sizePattern     = regexp.MustCompile(`^([0-9]{1,18})(B|KiB|MiB|GiB|TiB)$`)
	durationPattern = regexp.MustCompile(`^([0-9]+h)?([0-9]+m)?([0-9]+s)?$`)
)

// parseSize reads digits and B, KiB, MiB, GiB or TiB.
func parseSize(text string) (int64, bool) {
	parts := sizePattern.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	count, err := strconv.ParseInt(parts[1], 10, 64)
	unit := unitOf(parts[2])
	if err != nil || count > math.MaxInt64/unit {
		return 0, false
	}
	return count * unit, true
}

func unitOf(name string) int64 {
	switch name {
	case "KiB":
		return 1 << 10
	case "MiB":
		return 1 << 20
	case "GiB":
		return 1 << 30
	case "TiB":
		return 1 << 40
	}
	return 1
}

// formatSize writes a size in the largest unit that loses nothing.
func formatSize(size int64) string {
	for _, unit := range []string{"TiB", "GiB", "MiB", "KiB"} {
		if size > 0 && size%unitOf(unit) == 0 {
			return fmt.Sprintf("%d%s", size/unitOf(unit), unit)
		}
	}
	return fmt.Sprintf("%dB", size)
}

// parseDuration reads 90s, 5m or 1h30m; Go's other units are no part of the
// language.
func parseDuration(text string) (time.Duration, bool) {
	if !durationPattern.MatchString(text) || text == "" {
		return 0, false
	}
	duration, err := time.ParseDuration(text)
	return duration, err == nil
}

// decimal writes a number as short as it can be read back.
func decimal(number float64) string { return strconv.FormatFloat(number, 'g', -1, 64) }
