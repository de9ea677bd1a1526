package site

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"
)

// When a job runs, as modules write it. A regular one has neither.
const (
	JobBefore = "before" // before new containers of its service start
	JobOnce   = "once"   // after the first healthy start of a new volume
)

// JobStdin is the file that a job's command reads, when it reads anything: a
// secret may stand in it, and in no argument.
const JobStdin = "/.chatiere-stdin"

// jobPrefix begins the name of the container that carries a job.
const jobPrefix = "job-"

// Job is a command that its own container carries and nothing else: with the
// image, user, environment, files, mounts, networks and limits of one of the
// service's containers.
type Job struct {
	Name      string
	Container string        // whose image and so on it has
	When      string        // JobBefore, JobOnce, "" for a regular one
	Every     string        `json:",omitempty"` // "5m", "daily", "weekly"; of a regular one
	Offset    time.Duration `json:",omitempty"` // where in its period it falls
	Timeout   time.Duration
	Stdin     string `json:",omitempty"` // path of what the command reads; "" for nothing
	// Volumes are those with data that is kept: once one of them is another one,
	// what the job did is gone.
	Volumes []string `json:",omitempty"`
	// Basis is what a job that runs before was run for: another image, or another
	// version of the module, makes it due again.
	Basis string `json:",omitempty"`
}

// ThrowsAway says that the container ends with its command, and is removed.
func (j *Job) ThrowsAway() bool { return j != nil && j.When != "" }

// Regular says that the container stays and runs its command at its times.
func (j *Job) Regular() bool { return j != nil && j.When == "" }

// Runs lists all containers that the service has, and those that its jobs are
// run in and thrown away.
func (s *Service) Runs() []*Container { return slices.Concat(s.Containers, s.Jobs) }

// Stages parts the service's containers by what waits for what: servers of
// databases, the service's own, and those that carry regular jobs.
func (s *Service) Stages() (servers, own, regular []*Container) {
	for _, container := range s.Containers {
		switch {
		case container.Serves:
			servers = append(servers, container)
		case container.Job != nil:
			regular = append(regular, container)
		default:
			own = append(own, container)
		}
	}
	return servers, own, regular
}

// periodOf is how long it is from one time of a regular job to the next.
func periodOf(every string) (time.Duration, bool) {
	const day = 24 * time.Hour
	switch every {
	case "daily":
		return day, true
	case "weekly":
		return 7 * day, true
	}
	period, ok := parseDuration(every)
	return period, ok && period > 0
}

// offsetOf spreads jobs over their period, always the same way for one name, so
// that those of all services do not begin at once. Daily and weekly ones fall
// on a minute of the three hours from 02:00 on, weekly ones on a day too.
func offsetOf(name, every string, period time.Duration) time.Duration {
	const day, night = 24 * time.Hour, 3 * time.Hour
	sum := sha256.Sum256([]byte(name))
	number := binary.BigEndian.Uint64(sum[:8])
	if every != "daily" && every != "weekly" {
		return (time.Duration(number%uint64(period)) / time.Second * time.Second) % period
	}
	minute := time.Duration(number%uint64(night/time.Minute)) * time.Minute
	if every == "daily" {
		return minute
	}
	return time.Duration(number/uint64(night/time.Minute)%7)*day + minute
}
