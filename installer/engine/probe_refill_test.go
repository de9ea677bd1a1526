package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/google/go-cmp/cmp"
)

func TestReal_RefilledProbeIsSeenByARunningContainer(t *testing.T) {
	e := realEngine(t)
	in := isolated(t, e, "wiki")
	wanted := webContainer(programImage(t, e), in)
	run(t, e, wanted)
	must(t, wait(t, e, wanted))
	before, err := e.docker.ContainerInspect(t.Context(), e.ContainerName(wanted))
	must(t, err)

	refill := plan.Operation{Kind: plan.VolumeRefill, Target: "probe", Volume: &site.Volume{Name: "probe", ObjectName: e.probeVolumeName()}}
	e.options.CA = filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(e.options.CA, []byte("a root"), 0o600))
	do(t, e, refill)
	if got := readInside(t, e, before.ID, "/.chatiere/ca.pem"); got != "a root" {
		t.Errorf("the root: got %q", got)
	}
	if code, err := e.Exec(t.Context(), before.ID, []string{probeProgram, "probe", "tcp", "--port", "8080"}, nil, nil, nil); code != 0 || err != nil {
		t.Errorf("the new probe: got exit code %d, %v", code, err)
	}
	e.options.CA = ""
	do(t, e, refill)
	if got := readInside(t, e, before.ID, "/.chatiere/ca.pem"); !strings.Contains(got, "no such file") {
		t.Errorf("without a root: got %q", got)
	}
	after, err := e.docker.ContainerInspect(t.Context(), before.ID)
	if err != nil || after.State.StartedAt != before.State.StartedAt {
		t.Errorf("the container was touched: %v", err)
	}
	if left, err := e.ownByName(t.Context(), e.fillerName()); left != nil || err != nil {
		t.Errorf("the filler is still there: %v", err)
	}
}

// readInside gives a file of a container, or what the program says of it.
func readInside(t *testing.T, e *Engine, id, path string) string {
	t.Helper()
	var said bytes.Buffer
	_, err := e.Exec(t.Context(), id, []string{"/chatiere", "read", path}, nil, &said, &said)
	must(t, err)
	return said.String()
}

func TestReal_FillerOfAKilledRunIsTakenUp(t *testing.T) {
	e := realEngine(t)
	isolated(t, e, "wiki")
	source := programImage(t, e)
	labels := e.labels("")
	labels[labelContainer] = fillerContainer
	left, err := e.docker.ContainerCreate(t.Context(), &container.Config{
		Image: source.Name(), Cmd: []string{"wait"}, Labels: labels,
	}, nil, nil, nil, e.fillerName())
	must(t, err)
	must(t, e.docker.ContainerStart(t.Context(), left.ID, container.StartOptions{}))
	do(t, e, plan.Operation{Kind: plan.VolumeRefill, Target: "probe", Volume: &site.Volume{Name: "probe", ObjectName: e.probeVolumeName()}})
	if found, err := e.ownByName(t.Context(), e.fillerName()); found != nil || err != nil {
		t.Errorf("the filler is still there: %v", err)
	}
}

func TestReplaceFiles_FolderHoldsTheSameAndNothingElse(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(from, "chatiere"), []byte("new"), 0o755))
	must(t, os.WriteFile(filepath.Join(to, "chatiere"), []byte("old"), 0o600))
	must(t, os.WriteFile(filepath.Join(to, "ca.pem"), []byte("old"), 0o644))
	must(t, os.WriteFile(filepath.Join(to, ".writing-1"), nil, 0o600))
	old, err := os.Open(filepath.Join(to, "chatiere"))
	must(t, err)
	defer old.Close()
	must(t, replaceFiles(from, to))
	got := map[string]string{}
	entries, err := os.ReadDir(to)
	must(t, err)
	for _, entry := range entries {
		about, err := entry.Info()
		must(t, err)
		content, err := os.ReadFile(filepath.Join(to, entry.Name()))
		must(t, err)
		got[entry.Name()] = about.Mode().String() + " " + string(content)
	}
	if diff := cmp.Diff(map[string]string{"chatiere": "-rwxr-xr-x new"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var still bytes.Buffer
	if _, err := still.ReadFrom(old); err != nil || still.String() != "old" {
		t.Errorf("who had opened the old one reads %q, %v, want it whole", still.String(), err)
	}
}
