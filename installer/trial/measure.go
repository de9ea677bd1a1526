package trial

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// lookEvery is how often memory is looked at.
const lookEvery = time.Second

// watch notes the most that each container was seen to hold, until stop.
func (l *life) watch(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		eye, err := engine.Open(ctx, engine.Options{Identity: engine.Identity{Slug: l.chaton.slug}})
		if err != nil {
			return // the trial says so itself
		}
		defer eye.Close()
		again := time.NewTicker(lookEvery)
		defer again.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-again.C:
				held, _ := eye.Held(ctx, serviceName)
				l.peak(held)
			}
		}
	})
	return func() { cancel(); watching.Wait() }
}

func (l *life) peak(held map[string]int64) {
	l.looking.Lock()
	defer l.looking.Unlock()
	for name, bytes := range held {
		l.peaks[name] = max(l.peaks[name], bytes)
	}
}

// judgeMemory compares what was seen with what the module claims. The claim is
// the limit, so that nothing is ever seen above it: a container that came close,
// or was ended for want of memory, claims too little.
func (l *life) judgeMemory(ctx context.Context) (plan.Sentence, error) {
	l.looking.Lock()
	defer l.looking.Unlock()
	var told []string
	var failures []error
	for _, container := range l.chaton.service().Containers {
		seen := Memory{Container: container.Name, Claimed: container.Memory, Seen: l.peaks[container.Name]}
		l.proof.Memory = append(l.proof.Memory, seen)
		told = append(told, fmt.Sprintf("%s %s of %s", seen.Container, sized(seen.Seen), sized(seen.Claimed)))
		if seen.Seen*10 > seen.Claimed*9 {
			failures = append(failures, fmt.Errorf("%s claims %s and was seen to hold %s: less than a tenth is left", seen.Container, sized(seen.Claimed), sized(seen.Seen)))
		}
	}
	return plan.Say("%s", strings.Join(told, ", ")), errors.Join(append(failures, l.outOfMemory(ctx))...)
}

func (l *life) outOfMemory(ctx context.Context) error {
	ids, err := l.runningIDs(ctx)
	if err != nil {
		return err
	}
	usage, err := l.chaton.standing.Engine().Usage(ctx, values(ids))
	for _, name := range keys(ids) {
		if usage[ids[name]].OutOfMemory {
			err = errors.Join(err, fmt.Errorf("%s was ended for want of memory", name))
		}
	}
	return err
}

// measureDisk looks at images, each once, and at volumes.
func (l *life) measureDisk(ctx context.Context) (told plan.Sentence, err error) {
	eye := l.chaton.standing.Engine()
	once := map[string]bool{}
	for _, image := range l.proof.Images {
		if once[image] {
			continue
		}
		once[image] = true
		size, err := eye.ImageSize(ctx, image)
		if err != nil {
			return told, err
		}
		l.proof.Disk.Images += size
	}
	stored, err := eye.CountedVolumes(ctx)
	if err != nil {
		return told, err
	}
	for _, volume := range stored {
		if volume.Size < 0 {
			return told, errors.New("the engine did not count the volumes in time")
		}
		l.proof.Disk.Volumes += volume.Size
	}
	return plan.Say("images %s, volumes %s", sized(l.proof.Disk.Images), sized(l.proof.Disk.Volumes)), nil
}

// sized is a size in binary units, as modules write them.
func sized(bytes int64) string {
	for _, unit := range []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if bytes >= unit.size {
			return fmt.Sprintf("%.1f %s", float64(bytes)/float64(unit.size), unit.name)
		}
	}
	return fmt.Sprintf("%d B", bytes)
}
