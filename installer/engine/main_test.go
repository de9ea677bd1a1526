package engine

import (
	"archive/tar"
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

// programVariable names the file of testdata/program, built once for all tests.
const programVariable = "ENGINETEST_PROGRAM"

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "enginetest-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "program")
	build := exec.Command("go", "build", "-o", program, "./testdata/program")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		log.Fatalf("build testdata/program: %v\n%s", err, said)
	}
	os.Setenv(programVariable, program)
	return m.Run()
}

// realEngine opens the machine's engine for a chaton of this test alone, and
// removes all that it made when the test ends.
func realEngine(t testing.TB) *Engine {
	t.Helper()
	state := t.TempDir()
	engine, err := Open(t.Context(), Options{
		Identity:    Identity{Slug: "enginetest-" + strings.ToLower(rand.Text()[:8]), ID: rand.Text(), StatePath: state, Run: "run-1"},
		FilesFolder: filepath.Join(state, "files"),
		Binary:      os.Getenv(programVariable),
	})
	if err != nil {
		t.Fatalf("these tests need a container engine: %v", err)
	}
	t.Cleanup(func() {
		cleanUp(t, engine)
		engine.Close()
	})
	return engine
}

func cleanUp(t testing.TB, e *Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ours := filters.NewArgs(filters.Arg("label", labelChaton+"="+e.options.Slug))
	containers, err := e.docker.ContainerList(ctx, container.ListOptions{All: true, Filters: ours})
	check(t, err)
	for _, found := range containers {
		check(t, e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{Force: true}))
	}
	networks, err := e.docker.NetworkList(ctx, network.ListOptions{Filters: ours})
	check(t, err)
	for _, found := range networks {
		check(t, e.docker.NetworkRemove(ctx, found.ID))
	}
	volumes, err := e.docker.VolumeList(ctx, volume.ListOptions{Filters: ours})
	check(t, err)
	for _, found := range volumes.Volumes {
		check(t, e.docker.VolumeRemove(ctx, found.Name, false))
	}
	images, err := e.docker.ImageList(ctx, image.ListOptions{Filters: filters.NewArgs(filters.Arg("reference", e.options.Slug+"/*"), filters.Arg("reference", "chatiere/"+e.options.Slug))})
	check(t, err)
	for _, found := range images {
		_, err := e.docker.ImageRemove(ctx, found.ID, image.RemoveOptions{PruneChildren: true})
		check(t, err)
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// do performs one operation and stops the test when it fails.
func do(t testing.TB, e *Engine, operation plan.Operation) {
	t.Helper()
	must(t, e.Do(t.Context(), operation, nil))
}

// programImage imports testdata/program alone, under a name of this test.
func programImage(t testing.TB, e *Engine) site.Image {
	t.Helper()
	name := e.options.Slug + "/program:1"
	_, err := e.importTar(t.Context(), name, []string{`ENTRYPOINT ["/chatiere"]`, "USER 1000:1000"}, func(archive *tar.Writer) error {
		return e.writeBinary(archive, "/chatiere", nil)
	})
	must(t, err)
	return site.Image{Reference: name}
}

// isolated makes an internal network and the probe volume.
func isolated(t testing.TB, e *Engine, service string) *site.Network {
	t.Helper()
	subnet, gateway := freeSubnet()
	made := &site.Network{Service: service, Name: e.options.Slug + "-" + service, Kind: "internal", Subnet: subnet, Gateway: gateway}
	do(t, e, plan.Operation{Kind: plan.NetworkCreate, Target: made.Name, Network: made})
	do(t, e, plan.Operation{Kind: plan.VolumeCreate, Target: "probe", Volume: &site.Volume{Name: "probe", ObjectName: e.options.Slug + "-probe"}})
	return made
}

// freeSubnet draws a /26, so that runs at the same time seldom meet.
func freeSubnet() (subnet, gateway string) {
	var drawn [2]byte
	rand.Read(drawn[:])
	prefix, last := fmt.Sprintf("10.%d.%d.", 200+drawn[0]%10, drawn[1]), int(drawn[0]>>6)*64
	return fmt.Sprintf("%s%d/26", prefix, last), fmt.Sprintf("%s%d", prefix, last+1)
}

// webContainer serves in a network, at an address that the engine chooses.
func webContainer(source site.Image, in *site.Network) *site.Container {
	return &site.Container{
		Service: in.Service, Name: "app", Image: source, Command: []string{"serve", ":8080"},
		ReadOnly: true, Memory: 64 << 20, CPUs: 0.5, Pids: 64, StopGrace: time.Second,
		Networks: []site.Attachment{{Network: in.Name, Alias: "app"}},
		Health:   site.Health{Kind: "http", Port: 8080, Path: "/", Host: "wiki.test", Start: 20 * time.Second, Interval: time.Second, Timeout: 5 * time.Second, Retries: 3},
		Spec:     "0123456789abcdef",
	}
}

// run creates and starts.
func run(t testing.TB, e *Engine, wanted *site.Container) {
	t.Helper()
	for _, kind := range []plan.Kind{plan.FileWrite, plan.ContainerCreate, plan.ContainerStart} {
		do(t, e, plan.Operation{Kind: kind, Target: wanted.FullName(), Container: wanted})
	}
}

func wait(t testing.TB, e *Engine, wanted *site.Container) error {
	t.Helper()
	return e.Do(t.Context(), plan.Operation{Kind: plan.HealthWait, Target: wanted.FullName(), Container: wanted}, nil)
}
