package declaration

import (
	"fmt"
	"strconv"
	"strings"
)

// period is a length of time as operators write it, "30 days".
type period struct {
	count int
	unit  string // days, weeks, months, years
}

func parsePeriod(text string) (period, bool) {
	number, unit, found := strings.Cut(strings.TrimSpace(text), " ")
	count, err := strconv.Atoi(number)
	unit = strings.TrimSuffix(unit, "s") + "s"
	p := period{count, unit}
	return p, found && err == nil && count > 0 && p.days() > 0
}

// days compares periods; a month counts 31 days so that no sum is too short.
func (p period) days() int {
	return p.count * map[string]int{"days": 1, "weeks": 7, "months": 31, "years": 366}[p.unit]
}

func (p period) french() string {
	word := map[string]string{"days": "jour", "weeks": "semaine", "months": "mois", "years": "an"}[p.unit]
	if p.count > 1 && p.unit != "months" {
		word += "s"
	}
	return fmt.Sprintf("%d\u00a0%s", p.count, word)
}

// frenchPeriod leaves what it cannot read as it was written.
func frenchPeriod(text string) string {
	if p, ok := parsePeriod(text); ok {
		return p.french()
	}
	return text
}

// KeptAfter is how long copies outlive what was erased from a service: the
// longest of what backups keep and of what logs hold. It is computed, never
// written by hand; "" when there are neither.
func (v *view) KeptAfter() string {
	longest := period{}
	for _, p := range append(v.backupPeriods(), v.logPeriods()...) {
		if p.days() > longest.days() {
			longest = p
		}
	}
	if longest.days() == 0 {
		return ""
	}
	return longest.french()
}

func (v *view) backupPeriods() []period {
	if v.Backup == nil {
		return nil
	}
	units := map[string]string{"daily": "days", "weekly": "weeks", "monthly": "months", "yearly": "years"}
	var found []period
	for rhythm, count := range v.Backup.Keep {
		if units[rhythm] != "" {
			found = append(found, period{count, units[rhythm]})
		}
	}
	return found
}

func (v *view) logPeriods() []period {
	if v.Logs == nil {
		return nil
	}
	var found []period
	for _, kind := range v.Logs.Kinds {
		if p, ok := parsePeriod(kind.Retention); ok && kind.Content != "none" {
			found = append(found, p)
		}
	}
	return found
}

// BackupKeeps says how many copies of each rhythm are kept.
func (v *view) BackupKeeps() string {
	if v.Backup == nil {
		return ""
	}
	var parts []string
	for _, rhythm := range [][2]string{{"daily", "quotidienne"}, {"weekly", "hebdomadaire"}, {"monthly", "mensuelle"}, {"yearly", "annuelle"}} {
		count := v.Backup.Keep[rhythm[0]]
		switch {
		case count == 1:
			parts = append(parts, "1 copie "+rhythm[1])
		case count > 1:
			parts = append(parts, fmt.Sprintf("%d copies %ss", count, rhythm[1]))
		}
	}
	return strings.Join(parts, ", ")
}

// scheduleWord says when a backup runs.
func scheduleWord(schedule string) string {
	switch {
	case schedule == "daily":
		return "chaque jour"
	case schedule == "weekly":
		return "chaque semaine"
	case schedule == "monthly":
		return "chaque mois"
	case len(schedule) == len("03:30"):
		return "chaque jour à " + strings.Replace(schedule, ":", "\u00a0h\u00a0", 1)
	}
	return schedule
}
