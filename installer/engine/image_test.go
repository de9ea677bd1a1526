package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/image"
	"github.com/google/go-cmp/cmp"
)

func TestReal_OwnImageBindsALowPortAsNobody(t *testing.T) {
	e := realEngine(t)
	isolated(t, e, "unused")
	own := site.Image{Own: true, Reference: site.OwnImage + ":" + e.options.Slug}
	do(t, e, plan.Operation{Kind: plan.ImageImport, Image: &own})
	found, err := e.findImage(t.Context(), own)
	must(t, err)
	t.Cleanup(func() { removeByID(t, e, found.ID) })
	do(t, e, plan.Operation{Kind: plan.ImageImport, Image: &own})
	if again, err := e.findImage(t.Context(), own); err != nil || again.ID != found.ID {
		t.Errorf("imported twice: got %s, %v, want %s", again.ID, err, found.ID)
	}
	gateway := &site.Container{
		Name: "gateway", Image: own, Command: []string{"serve", "127.0.0.1:81"}, HostNetwork: true, ReadOnly: true,
		Memory: 64 << 20, CPUs: 1, Pids: 64, Spec: "fedcba9876543210",
		Health: site.Health{Kind: "http", Port: 81, Path: "/", Start: 20 * time.Second},
	}
	run(t, e, gateway)
	must(t, wait(t, e, gateway))
	status := inspectStatus(t, e, e.ContainerName(gateway))
	// Bit 10 is NET_BIND_SERVICE.
	for _, want := range []string{"Uid:\t65532\t65532", "CapBnd:\t0000000000000400"} {
		if !strings.Contains(status, want) {
			t.Errorf("got\n%s\nwant %q", status, want)
		}
	}
	t.Cleanup(func() { cleanUp(t, e) })
}

func removeByID(t *testing.T, e *Engine, id string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := e.docker.ImageRemove(ctx, id, image.RemoveOptions{PruneChildren: true})
	check(t, err)
}

func inspectStatus(t *testing.T, e *Engine, name string) string {
	t.Helper()
	var said strings.Builder
	_, err := e.Exec(t.Context(), name, []string{"/.chatiere/chatiere", "read", "/proc/self/status"}, nil, &said, &said)
	must(t, err)
	return said.String()
}

func TestImport_DynamicProgramIsRefused(t *testing.T) {
	engine := fakeEngine(t, enginetest.Start(t, enginetest.Options{}))
	engine.options.Binary = "/bin/sh"
	err := engine.Do(t.Context(), plan.Operation{Kind: plan.ImageImport, Image: &site.Image{Own: true}}, nil)
	if err == nil || !strings.Contains(err.Error(), "CGO_ENABLED=0") {
		t.Errorf("got %v", err)
	}
}

// scratchBuild needs no base and no network.
func scratchBuild(e *Engine, recipe string) *site.Image {
	return &site.Image{Build: &site.Build{
		Module: "hello", Version: "1.0.0", Inputs: "aabbccddeeff00", Tag: "chatiere/" + e.options.Slug + ":1.0.0-aabbccddeeff",
		Files: map[string][]byte{"Containerfile": []byte(recipe), "start": []byte("#!/bin/sh\n")},
	}}
}

func TestReal_BuildIsTaggedLabelledAndNotRepeated(t *testing.T) {
	e := realEngine(t)
	wanted := scratchBuild(e, "FROM scratch\nCOPY start /start\nUSER 1000:1000\nENTRYPOINT [\"/start\"]\n")
	var steps []string
	note := func(event plan.Event) { steps = append(steps, event.Detail) }
	build := plan.Operation{Kind: plan.ImageBuild, Target: "hello", Image: wanted}
	must(t, e.Do(t.Context(), build, note))
	if want := "Step 1/"; len(steps) == 0 || !strings.HasPrefix(steps[0], want) {
		t.Errorf("progress: got %q, want %q first", steps, want)
	}
	seen, err := e.Observe(t.Context(), e.options.Slug, nil)
	must(t, err)
	at := slices.IndexFunc(seen.Images, func(i plan.Image) bool { return slices.Contains(i.Names, wanted.Build.Tag) })
	if at < 0 || seen.Images[at].Inputs != wanted.Build.Inputs {
		t.Fatalf("got images %+v", seen.Images)
	}
	steps = nil
	must(t, e.Do(t.Context(), build, note))
	if len(steps) != 0 {
		t.Errorf("built again: %q", steps)
	}
}

func TestReal_FailedBuildShowsItsLastLines(t *testing.T) {
	e := realEngine(t)
	err := e.Do(t.Context(), plan.Operation{Kind: plan.ImageBuild, Image: scratchBuild(e, "FROM scratch\nCOPY missing /missing\n")}, nil)
	var failed *OutputError
	if !errors.As(err, &failed) || !strings.Contains(failed.Output, "COPY missing /missing") || !strings.Contains(failed.Reason, "missing") {
		t.Errorf("got %v", err)
	}
}

func TestReal_ImageRemoveTakesOnlyOursAndUnused(t *testing.T) {
	e := realEngine(t)
	wanted := scratchBuild(e, "FROM scratch\nCOPY start /start\nENTRYPOINT [\"/start\"]\n")
	do(t, e, plan.Operation{Kind: plan.ImageBuild, Image: wanted})
	in := isolated(t, e, "wiki")
	user := webContainer(*wanted, in)
	do(t, e, plan.Operation{Kind: plan.ContainerCreate, Container: user})
	var said []string
	note := func(event plan.Event) { said = append(said, event.Detail) }
	must(t, e.Do(t.Context(), plan.Operation{Kind: plan.ImageRemove, Object: wanted.Build.Tag}, note))
	foreign := programImage(t, e)
	must(t, e.Do(t.Context(), plan.Operation{Kind: plan.ImageRemove, Object: foreign.Reference}, note))
	if want := []string{"left: in use", "left: not ours"}; !slices.Equal(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
	do(t, e, plan.Operation{Kind: plan.ContainerRemove, Container: user})
	do(t, e, plan.Operation{Kind: plan.ImageRemove, Object: wanted.Build.Tag})
	if _, err := e.findImage(t.Context(), *wanted); err == nil {
		t.Error("the unused image is still there")
	}
}

func TestReal_UncoveredVolumePathGetsATmpfs(t *testing.T) {
	e := realEngine(t)
	in := isolated(t, e, "wiki")
	wanted := webContainer(*scratchBuild(e, "FROM scratch\nCOPY start /start\nVOLUME /var/a /var/b\nUSER 1000:1001\nENTRYPOINT [\"/start\"]\n"), in)
	wanted.Tmpfs = []site.Tmpfs{{Path: "/var/b", Size: 1 << 20}}
	do(t, e, plan.Operation{Kind: plan.ImageBuild, Image: &wanted.Image})
	do(t, e, plan.Operation{Kind: plan.ContainerCreate, Container: wanted})
	found, err := e.docker.ContainerInspect(t.Context(), e.ContainerName(wanted))
	must(t, err)
	want := map[string]string{
		"/var/a": "rw,nosuid,nodev,noexec,size=67108864,mode=0755,uid=1000,gid=1001",
		"/var/b": "rw,nosuid,nodev,noexec,size=1048576,mode=0755,uid=1000,gid=1001",
	}
	if diff := cmp.Diff(want, found.HostConfig.Tmpfs); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(found.Mounts) != 1 {
		t.Errorf("got mounts %+v, want the probe's alone", found.Mounts)
	}
}

func TestReal_TreeBecomesABaseAndIsUsedAsItIs(t *testing.T) {
	e := realEngine(t)
	tree := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(tree, "etc"), 0o755))
	must(t, os.WriteFile(filepath.Join(tree, "etc/debian_version"), []byte("13\n"), 0o644))
	name := "docker.io/library/debian:" + e.options.Slug + baseSuffix
	must(t, e.importTree(t.Context(), tree, "trixie", name))
	found, err := e.docker.ImageInspect(t.Context(), name)
	must(t, err)
	t.Cleanup(func() { removeByID(t, e, found.ID) })
	if found.Config.Labels[labelBase] != "trixie" {
		t.Errorf("labels: got %v", found.Config.Labels)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			err := e.ensureBase(context.WithoutCancel(t.Context()), name, func(said string) { t.Errorf("made again: %s", said) })
			check(t, err)
		})
	}
	group.Wait()
	wanted := scratchBuild(e, "FROM docker.io/library/debian:"+e.options.Slug+"-slim\nCOPY start /start\n")
	do(t, e, plan.Operation{Kind: plan.ImageBuild, Image: wanted})
	built, err := e.findImage(t.Context(), *wanted)
	must(t, err)
	removeByID(t, e, built.ID)
}

func TestReal_UnfinishedTreeBecomesNoImage(t *testing.T) {
	e := realEngine(t)
	name := "docker.io/library/debian:" + e.options.Slug + baseSuffix
	if err := e.importTree(t.Context(), filepath.Join(t.TempDir(), "missing"), "trixie", name); err == nil {
		t.Error("got no error")
	}
	if _, err := e.docker.ImageInspect(t.Context(), name); err == nil {
		t.Error("an image bears the name")
	}
}

func TestNamesOf_BestFirst(t *testing.T) {
	built := &site.Build{Tag: "chatiere/hello:1-ab"}
	cases := []struct {
		wanted site.Image
		want   []string
	}{
		{site.Image{Reference: "docker.io/library/web:1"}, []string{"docker.io/library/web:1"}},
		{site.Image{Reference: "docker.io/library/web:1", ID: "sha256:i"}, []string{"sha256:i"}},
		{site.Image{Reference: "docker.io/library/web:1", ID: "sha256:i", Digest: "sha256:d"}, []string{"sha256:i", "docker.io/library/web@sha256:d"}},
		{site.Image{Build: built, ID: "sha256:gone"}, []string{"sha256:gone", "chatiere/hello:1-ab"}},
	}
	for _, c := range cases {
		if got, err := namesOf(c.wanted); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: got %q, %v, want %q", c.wanted, got, err, c.want)
		}
	}
}

func TestDebianBases_EveryStageIsRead(t *testing.T) {
	recipe := "FROM docker.io/library/debian:trixie-slim AS build\nRUN true\nfrom debian:bookworm-slim\nFROM build\nFROM scratch\nFROM docker.io/library/debian:trixie-slim\n"
	want := []string{"docker.io/library/debian:trixie-slim", "debian:bookworm-slim"}
	if got := debianBases([]byte(recipe)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadMirrors_MachinesOwnAreTaken(t *testing.T) {
	cases := map[string]struct {
		etc  fstest.MapFS
		want mirrors
	}{
		"one line a source": {fstest.MapFS{"sources.list": {Data: []byte(
			"# deb http://old.example/debian sid main\ndeb [signed-by=/k.gpg] http://miroir.example/debian/ trixie main\n" +
				"deb http://miroir.example/debian-security trixie-security main\n")}},
			mirrors{"http://miroir.example/debian", "http://miroir.example/debian-security"}},
		"paragraphs": {fstest.MapFS{
			"sources.list.d/a-tool.list":    {Data: []byte("deb https://tool.example/apt stable main\n")},
			"sources.list.d/debian.sources": {Data: []byte("Types: deb\nURIs: https://miroir.example/pub/debian\nSuites: trixie\n")}},
			mirrors{"https://miroir.example/pub/debian", "https://miroir.example/pub/debian-security"}},
	}
	for name, c := range cases {
		if got, err := readMirrors(c.etc); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, c.want)
		}
	}
	if _, err := readMirrors(fstest.MapFS{}); !errors.Is(err, errNoMirror) {
		t.Errorf("none: got %v, want %v", err, errNoMirror)
	}
}

func TestDebootstrap_CommandAndSources(t *testing.T) {
	from := mirrors{"http://miroir.example/debian", "http://miroir.example/debian-security"}
	got := strings.Join(debootstrapCommand("trixie", "/state/base-trixie", from), " ")
	if want := "debootstrap --variant=minbase trixie /state/base-trixie http://miroir.example/debian"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := "deb http://miroir.example/debian trixie main\ndeb http://miroir.example/debian trixie-updates main\ndeb http://miroir.example/debian-security trixie-security main\n"
	if diff := cmp.Diff(want, from.sourceList("trixie")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestProxyArguments_OnlyProxiesArePassedOn(t *testing.T) {
	got := proxyArguments([]string{"PATH=/bin", "http_proxy=http://p.example:3128", "HTTPS_PROXY=http://p.example:3128", "SECRET=x"})
	if len(got) != 2 || *got["http_proxy"] != "http://p.example:3128" || got["HTTPS_PROXY"] == nil {
		t.Errorf("got %v", got)
	}
}
