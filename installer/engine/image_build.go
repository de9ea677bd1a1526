package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/build"
)

// containerfile is the only name that a context's recipe may have.
const containerfile = "Containerfile"

// buildImage makes an image from a module's context, and its base first when
// that is missing too. An image with the wanted tag and inputs is taken as it
// is: tags name their inputs.
func (e *Engine) buildImage(ctx context.Context, wanted site.Image, progress func(string)) error {
	recipe := wanted.Build
	found, err := e.docker.ImageInspect(ctx, recipe.Tag)
	switch {
	case err == nil && found.Config != nil && found.Config.Labels[labelInputs] == recipe.Inputs:
		return nil
	case err != nil && !errdefs.IsNotFound(err):
		return err
	}
	for _, base := range debianBases(recipe.Files[containerfile]) {
		if err := e.ensureBase(ctx, base, progress); err != nil {
			return err
		}
	}
	archive, err := contextArchive(recipe.Files)
	if err != nil {
		return err
	}
	return e.runBuild(ctx, e.buildOptions(recipe), archive, progress)
}

// buildOptions asks for the classic builder: it is in every engine, it uses
// the host's network, and modules are checked against what it knows.
func (e *Engine) buildOptions(recipe *site.Build) build.ImageBuildOptions {
	return build.ImageBuildOptions{
		Version:     build.BuilderV1,
		Tags:        []string{recipe.Tag},
		Dockerfile:  containerfile,
		NetworkMode: "host",
		Remove:      true,
		ForceRemove: true,
		BuildArgs:   proxyArguments(os.Environ()),
		Labels: map[string]string{
			labelInputs: recipe.Inputs,
			labelModule: recipe.Module + "@" + recipe.Version,
			labelRun:    e.options.Run,
		},
	}
}

func (e *Engine) runBuild(ctx context.Context, options build.ImageBuildOptions, archive io.Reader, progress func(string)) error {
	response, err := e.docker.ImageBuild(ctx, archive, options)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	last := &tail{}
	output := io.MultiWriter(last, e.output)
	err = readMessages(response.Body, func(next message) {
		io.WriteString(output, next.Stream)
		if strings.HasPrefix(next.Stream, "Step ") {
			progress(strings.TrimSpace(next.Stream))
		}
	})
	if err != nil {
		return &OutputError{Reason: err.Error(), Output: e.redact(last.String())}
	}
	return nil
}

// OutputError is a failure together with the last lines that a build or a
// container said.
type OutputError struct {
	Reason string
	Output string // secrets already removed; may be empty
}

// Error gives the reason on the first line and the output, indented, below.
func (e *OutputError) Error() string {
	if e.Output == "" {
		return e.Reason
	}
	return e.Reason + "\n    " + strings.ReplaceAll(e.Output, "\n", "\n    ")
}

// proxyArguments passes the proxy of our own environment on. These names are
// known to the builder, which keeps them out of the image and its history.
func proxyArguments(environment []string) map[string]*string {
	known := []string{"http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"}
	arguments := map[string]*string{}
	for _, line := range environment {
		name, value, _ := strings.Cut(line, "=")
		if slices.Contains(known, strings.ToLower(name)) {
			arguments[name] = &value
		}
	}
	return arguments
}

// contextArchive is equal for equal files, or the builder's cache would never
// hold. Embedded files have no mode, so what starts like a script or a program is
// made executable.
func contextArchive(files map[string][]byte) (io.Reader, error) {
	var buffer bytes.Buffer
	archive := tar.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		mode := int64(0o644)
		if bytes.HasPrefix(files[name], []byte("#!")) || bytes.HasPrefix(files[name], []byte("\x7fELF")) {
			mode = 0o755
		}
		if err := writeFile(archive, name, mode, files[name]); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	return &buffer, archive.Close()
}
