package access

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Retention is how long something is kept, in the operator's own unit: a month
// is no number of days.
type Retention struct{ years, months, days int }

// ParseRetention reads "14 days", "2 weeks", "12 months" or "1 year".
func ParseRetention(text string) (Retention, bool) {
	var count int
	var unit, more string
	if n, _ := fmt.Sscanf(text, "%d %s %s", &count, &unit, &more); n != 2 || count < 1 {
		return Retention{}, false
	}
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		return Retention{days: count}, true
	case "week":
		return Retention{days: 7 * count}, true
	case "month":
		return Retention{months: count}, true
	case "year":
		return Retention{years: count}, true
	}
	return Retention{}, false
}

// Days is a retention of so many days.
func Days(count int) Retention { return Retention{days: count} }

// MarshalText writes what ParseRetention reads.
func (r Retention) MarshalText() ([]byte, error) {
	switch {
	case r.years > 0:
		return fmt.Appendf(nil, "%d years", r.years), nil
	case r.months > 0:
		return fmt.Appendf(nil, "%d months", r.months), nil
	}
	return fmt.Appendf(nil, "%d days", r.days), nil
}

// UnmarshalText reads what ParseRetention reads.
func (r *Retention) UnmarshalText(text []byte) error {
	parsed, ok := ParseRetention(string(text))
	if !ok {
		return fmt.Errorf(`%q is no duration; write for example "14 days"`, text)
	}
	*r = parsed
	return nil
}

// Oldest is the beginning of the oldest day that is kept, where now is: no line
// ever becomes older than was decided, and of the last day a part is missing.
func (r Retention) Oldest(now time.Time) time.Time {
	year, month, day := now.Date()
	return time.Date(year-r.years, month-time.Month(r.months), day-r.days+1, 0, 0, 0, 0, now.Location())
}

// dayName names a file by the day of its lines.
const dayName = time.DateOnly

// Expire deletes what is older than the settings say, and of a log that is not
// to be written everything. It returns how many files it deleted. Without
// settings nothing is known, and nothing deleted. The gateway calls it each
// day; the installer may at any time.
func Expire(folder string, settings *Settings, now time.Time) (int, error) {
	if settings == nil {
		return 0, nil
	}
	read, err := settings.Access.expire(filepath.Join(folder, AccessFolder), now.UTC())
	created, problem := settings.Creation.expire(filepath.Join(folder, CreationFolder), now.UTC())
	if err := errors.Join(err, problem); err != nil {
		return read + created, fmt.Errorf("delete old logs of the gateway: %w", err)
	}
	return read + created, nil
}

func (r Rule) expire(folder string, now time.Time) (int, error) {
	days, err := DaysKept(folder)
	if err != nil {
		return 0, err
	}
	oldest, deleted := r.Retention.Oldest(now).Format(dayName), 0
	for _, day := range days {
		if day >= oldest && r.content() != None {
			continue
		}
		// Another gateway, or tick, may do the same at the same moment.
		if err := os.Remove(fileOf(folder, day)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return deleted, err
		}
		deleted++
	}
	return deleted, nil
}

// DaysKept lists the days that a folder has files of, in order.
func DaysKept(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var days []string
	for _, entry := range entries {
		day, found := strings.CutSuffix(entry.Name(), ".log")
		if _, err := time.Parse(dayName, day); found && err == nil {
			days = append(days, day)
		}
	}
	return days, nil
}

func fileOf(folder, day string) string { return filepath.Join(folder, day+".log") }
