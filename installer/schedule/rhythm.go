package schedule

import (
	"fmt"
	"os"
	"time"
)

// nightBegins is the hour from which daily and weekly jobs run; their offset
// leads no further than 05:00.
const nightBegins = 2

// Rhythm says when a regular job runs. Times are fixed points of the clock and
// do not follow from the start of the container: a machine that is restarted
// often runs a job every 12 hours all the same.
type Rhythm struct {
	period  time.Duration // 0: by the calendar
	weekday time.Weekday
	weekly  bool
	offset  time.Duration // after the fixed point, or after 02:00
	zone    *time.Location
}

// NewRhythm reads "5m", "daily" or "weekly". For a daily job the offset counts
// from 02:00 in the zone, for a weekly one from 02:00 on Sunday.
func NewRhythm(every string, offset time.Duration, zone *time.Location) (Rhythm, error) {
	const day = 24 * time.Hour
	switch every {
	case "daily":
		return Rhythm{offset: offset % day, zone: zone}, nil
	case "weekly":
		return Rhythm{weekly: true, weekday: time.Weekday(offset / day % 7), offset: offset % day, zone: zone}, nil
	}
	period, err := time.ParseDuration(every)
	if err != nil || period <= 0 {
		return Rhythm{}, fmt.Errorf(`probe: --every is a duration, "daily" or "weekly", got %q`, every)
	}
	return Rhythm{period: period, offset: offset % period}, nil
}

// Next is the first time after the given one.
func (r Rhythm) Next(after time.Time) time.Time {
	if r.period > 0 {
		next := after.Add(-r.offset).Truncate(r.period).Add(r.offset)
		for !next.After(after) {
			next = next.Add(r.period)
		}
		return next
	}
	after = after.In(r.zone)
	for ahead := 0; ; ahead++ {
		year, month, day := after.Date()
		next := time.Date(year, month, day+ahead, nightBegins, 0, int(r.offset/time.Second), 0, r.zone)
		if next.After(after) && (!r.weekly || next.Weekday() == r.weekday) {
			return next
		}
	}
}

// Zone reads the machine's time zone, which stands beside the probe program:
// an image may have none. Without it, nights are those of UTC.
func Zone(path string) *time.Location {
	data, err := os.ReadFile(path)
	if err != nil {
		return time.UTC
	}
	zone, err := time.LoadLocationFromTZData("local", data)
	if err != nil {
		return time.UTC
	}
	return zone
}
