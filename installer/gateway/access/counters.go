package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
)

// Month is what was asked of each service in one month: numbers that identify
// nobody.
type Month struct {
	Month    string            `json:"month"` // "2026-11"
	Services map[string]Counts `json:"services"`
}

// Counts are those of one service. Bytes are those of bodies, without headers.
type Counts struct {
	Hits     int64            `json:"hits"`
	BytesIn  int64            `json:"bytes_in"`
	BytesOut int64            `json:"bytes_out"`
	Classes  map[string]int64 `json:"classes"` // "2xx"; "aborted": left before an answer began
	Methods  map[string]int64 `json:"methods"` // "GET"; "OTHER": all that are rare
}

// monthName names a file by the month of its counts.
const monthName = "2006-01"

// MonthOf is the name of a moment's month.
func MonthOf(at time.Time) string { return at.UTC().Format(monthName) }

// Read gives the counts of a month, "2026-11", from the gateway's folder; none
// of a month that nothing was counted in. What was asked within the last minute
// may be missing.
func Read(folder, month string) (Month, error) {
	read := Month{Month: month, Services: map[string]Counts{}}
	data, err := os.ReadFile(countersFile(folder, month))
	if errors.Is(err, fs.ErrNotExist) {
		return read, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &read)
	}
	if err != nil {
		return Month{Month: month, Services: map[string]Counts{}}, fmt.Errorf("read the counters of %s: %w", month, err)
	}
	return read, nil
}

func countersFile(folder, month string) string {
	return filepath.Join(folder, CountersFolder, month+".json")
}

// save adds what was counted since the last time to the month's file. What
// cannot be written now is added the next time.
func (r *Recorder) save(month string) error {
	fresh := r.fresh()
	if len(fresh) == 0 {
		return nil
	}
	folder := filepath.Join(r.options.Folder, CountersFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("keep the counters: %w", err)
	}
	release, err := lock(filepath.Join(folder, "lock"))
	if err != nil {
		return fmt.Errorf("keep the counters: %w", err)
	}
	defer release()
	if err := r.addTo(month, fresh); err != nil {
		return fmt.Errorf("keep the counters: %w", err)
	}
	for tally, counts := range fresh {
		tally.saved = counts
	}
	return nil
}

// fresh gives the counts of the tallies that moved since they were saved.
func (r *Recorder) fresh() map[*Tally]Counts {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	fresh := map[*Tally]Counts{}
	for _, tally := range r.tallies {
		if counts := tally.counts(); tally != r.nobody && counts.Hits > tally.saved.Hits {
			fresh[tally] = counts
		}
	}
	return fresh
}

// addTo writes the month's file anew. A damaged one is set aside: its counts
// are lost, those to come are not.
func (r *Recorder) addTo(month string, fresh map[*Tally]Counts) error {
	path := countersFile(r.options.Folder, month)
	kept, err := Read(r.options.Folder, month)
	if err != nil {
		if os.Rename(path, path+".damaged") != nil {
			return err
		}
		r.options.Logger.Error("Counters set aside", "file", path+".damaged", "error", err)
	}
	if kept.Services == nil {
		kept.Services = map[string]Counts{}
	}
	for tally, counts := range fresh {
		kept.Services[tally.service] = kept.Services[tally.service].plus(counts, tally.saved)
	}
	data, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	return disk.Replace(path, append(data, '\n'), 0o600)
}

// plus adds what now has more than before.
func (c Counts) plus(now, before Counts) Counts {
	return Counts{
		Hits:     c.Hits + now.Hits - before.Hits,
		BytesIn:  c.BytesIn + now.BytesIn - before.BytesIn,
		BytesOut: c.BytesOut + now.BytesOut - before.BytesOut,
		Classes:  sum(c.Classes, now.Classes, before.Classes),
		Methods:  sum(c.Methods, now.Methods, before.Methods),
	}
}

func sum(kept, now, before map[string]int64) map[string]int64 {
	total := maps.Clone(kept)
	if total == nil {
		total = map[string]int64{}
	}
	for name, count := range now {
		total[name] += count - before[name]
	}
	return total
}

// lock waits for its turn among the gateways of one folder; the kernel frees
// it at any death.
func lock(path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() { _ = file.Close() }, nil
}
