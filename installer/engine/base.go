package engine

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/containerd/errdefs"
	"github.com/distribution/reference"
)

// baseTime is how long a registry may take to say that it has a base, which
// can be had without it.
const baseTime = 10 * time.Second

const baseSuffix = "-slim"

// ensureBase sees to it that a base image is on the engine: one of that name
// is used as it is and never overwritten; else it is pulled; else made with
// debootstrap (design/modules.md, "Base").
func (e *Engine) ensureBase(ctx context.Context, name string, progress func(string)) error {
	defer e.bases.lock(name)()
	_, err := e.docker.ImageInspect(ctx, name)
	if err == nil || !errdefs.IsNotFound(err) {
		return err
	}
	suite, ok := debianSuite(name)
	if !ok {
		return fmt.Errorf("the base image %q is not there, and only docker.io/library/debian:SUITE-slim can be made here", name)
	}
	pulled := e.pullOnce(ctx, name, baseTime, progress)
	if pulled == nil || ctx.Err() != nil {
		return pulled
	}
	progress("no image registry has it, making it with debootstrap")
	if err := e.bootstrap(ctx, suite, name, progress); err != nil {
		return fmt.Errorf("make the base image %s: %w", name, errors.Join(err, fmt.Errorf("pull it: %w", pulled)))
	}
	return nil
}

// debianSuite is "trixie" for docker.io/library/debian:trixie-slim, however
// that is written.
func debianSuite(name string) (string, bool) {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return "", false
	}
	tagged, ok := named.(reference.Tagged)
	if !ok || reference.FamiliarName(named) != "debian" {
		return "", false
	}
	return strings.CutSuffix(tagged.Tag(), baseSuffix)
}

// debianBases lists the Debian bases of a recipe's stages, without repetition.
func debianBases(recipe []byte) []string {
	var bases []string
	lines := bufio.NewScanner(bytes.NewReader(recipe))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 2 || !strings.EqualFold(words[0], "FROM") {
			continue
		}
		if _, ok := debianSuite(words[1]); ok && !slices.Contains(bases, words[1]) {
			bases = append(bases, words[1])
		}
	}
	return bases
}
