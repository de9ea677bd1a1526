package installer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// undecidedDays is how many days output is kept while nobody has decided
// (design/chaton.md, "logs"): as long as the shipped modules say, and no plan
// of ours makes it longer without a person.
const undecidedDays = 7

// logRule is how long the output of containers is kept.
type logRule struct {
	none                bool // nothing beside what the engine has
	years, months, days int
}

// ruleOf is the kind "application" of the decision on logs.
func ruleOf(logs *site.Logs) logRule {
	undecided := logRule{days: undecidedDays}
	if logs == nil {
		return undecided
	}
	for _, kind := range logs.Kinds {
		switch {
		case kind.Kind != "application":
			continue
		case kind.Content == "none":
			return logRule{none: true}
		}
		if rule, ok := parseRule(kind.Retention); ok {
			return rule
		}
	}
	return undecided
}

// parseRule reads "14 days"; package site has checked the form.
func parseRule(text string) (logRule, bool) {
	var count int
	var unit string
	if _, err := fmt.Sscanf(text, "%d %s", &count, &unit); err != nil || count < 1 {
		return logRule{}, false
	}
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		return logRule{days: count}, true
	case "week":
		return logRule{days: 7 * count}, true
	case "month":
		return logRule{months: count}, true
	case "year":
		return logRule{years: count}, true
	}
	return logRule{}, false
}

// oldest is the beginning of the oldest day that is kept: no line ever becomes
// older than was decided, and of the last day a part is missing.
func (r logRule) oldest(now time.Time) time.Time {
	year, month, day := now.Date()
	return time.Date(year-r.years, month-time.Month(r.months), day-r.days+1, 0, 0, 0, 0, now.Location())
}

// expire deletes the files of older days, of every service there ever was, and
// returns how many. A removal broken off goes on the next time.
func (k *keeper) expire(now time.Time) (int, error) {
	services, err := os.ReadDir(k.folder)
	if os.IsNotExist(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("delete old logs: %w", err)
	}
	oldest, deleted := k.rule.oldest(now).Format(dayName), 0
	for _, service := range services {
		if !service.IsDir() {
			continue
		}
		folder := filepath.Join(k.folder, service.Name())
		days, err := keptDays(folder)
		if err != nil {
			return deleted, err
		}
		for _, day := range days {
			if day >= oldest && !k.rule.none {
				continue
			}
			if err := os.Remove(filepath.Join(folder, day+".log")); err != nil {
				return deleted, fmt.Errorf("delete old logs: %w", err)
			}
			deleted++
		}
		_ = os.Remove(folder) // while it has files it stays
	}
	return deleted, nil
}
