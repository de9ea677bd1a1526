package installer

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/site"
)

// undecidedDays is how many days output is kept while nobody has decided
// (design/chaton.md, "logs"): as long as the shipped modules say, and no plan
// of ours makes it longer without a person.
const undecidedDays = 7

// logRule is how long the output of containers is kept.
type logRule struct {
	none bool // nothing beside what the engine has
	access.Retention
}

// ruleOf is the kind "application" of the decision on logs.
func ruleOf(logs *site.Logs) logRule {
	undecided := logRule{Retention: access.Days(undecidedDays)}
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
		if retention, ok := access.ParseRetention(kind.Retention); ok {
			return logRule{Retention: retention}
		}
	}
	return undecided
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
	oldest, deleted := k.rule.Oldest(now).Format(dayName), 0
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
