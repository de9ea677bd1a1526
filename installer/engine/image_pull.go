package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"
)

const (
	// registryTime is how long a registry may take to its first word; what it
	// then sends may take as long as it needs.
	registryTime = time.Minute
	pullTries    = 4
	// longestWait is the longest that a registry may make an operator wait
	// before the run gives up and says when to come back.
	longestWait = 5 * time.Minute
)

// pullImage asks nothing of a registry when the image is there by its ID, its
// digest, or, when the lock file pins neither, by its name.
func (e *Engine) pullImage(ctx context.Context, wanted site.Image, progress func(string)) error {
	_, err := e.findImage(ctx, wanted)
	if err == nil || !errdefs.IsNotFound(err) {
		return err
	}
	name := wanted.Reference
	switch {
	case wanted.Digest == "" && wanted.ID != "":
		return fmt.Errorf("the lock file pins %s to the ID %s, which is gone and which no registry knows: import that image again, or remove its block from the lock file", name, wanted.ID)
	case wanted.Digest != "":
		if name, err = withDigest(wanted); err != nil {
			return err
		}
	}
	if err := e.pullPatiently(ctx, name, progress); err != nil {
		return err
	}
	if wanted.Digest == "" {
		return nil
	}
	return e.docker.ImageTag(ctx, name, wanted.Reference)
}

// pullPatiently tries again where trying again can help: the registry asked
// to wait, or the connection was cut. Layers that came whole are kept by the
// engine.
func (e *Engine) pullPatiently(ctx context.Context, name string, progress func(string)) error {
	for try := 1; ; try++ {
		err := e.pullOnce(ctx, name, registryTime, progress)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if isRefusal(err) || try == pullTries {
			return err
		}
		delay := time.Second << try
		if isTooMany(err) {
			delay = max(delay, retryAfter(ctx, name, time.Now()))
		}
		if delay > longestWait {
			return fmt.Errorf("%w (the registry wants %s of patience: run the same command again then)", err, delay.Round(time.Second))
		}
		progress(fmt.Sprintf("the registry did not deliver; next try in %s", delay.Round(time.Second)))
		if err := pause(ctx, delay); err != nil {
			return err
		}
	}
}

// pullOnce gives up when the registry has said nothing within patience: the
// engine answers only once it has the image's manifest.
func (e *Engine) pullOnce(ctx context.Context, name string, patience time.Duration, progress func(string)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timer := time.AfterFunc(patience, func() { cancel(errSilentRegistry) })
	stream, err := e.docker.ImagePull(ctx, name, image.PullOptions{})
	timer.Stop()
	if err != nil {
		if errors.Is(context.Cause(ctx), errSilentRegistry) {
			return errSilentRegistry
		}
		return err
	}
	defer stream.Close()
	meter := &pullMeter{progress: progress, layers: map[string]layer{}}
	return readMessages(stream, meter.note)
}

// errSilentRegistry says that nobody answered in time.
var errSilentRegistry = errors.New("the image registry does not answer")

// isRefusal says that the registry, or the resolver, gave an answer which
// another try won't change.
func isRefusal(err error) bool {
	if isTooMany(err) {
		return false
	}
	return errdefs.IsNotFound(err) || errdefs.IsPermissionDenied(err) || errdefs.IsUnauthorized(err) ||
		errdefs.IsInvalidArgument(err) || strings.Contains(err.Error(), "no such host")
}

func isTooMany(err error) bool {
	if err == nil {
		return false
	}
	text := strings.ToLower(err.Error())
	return errdefs.IsResourceExhausted(err) || strings.Contains(text, "toomanyrequests") ||
		strings.Contains(text, "too many requests") || strings.Contains(text, "http 429")
}

// pause waits, or ends with the context.
func pause(ctx context.Context, delay time.Duration) error {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
