package engine

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/docker/docker/api/types/container"
)

func TestReal_ExecPassesStreamsAndCode(t *testing.T) {
	e := realEngine(t)
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	run(t, e, wanted)
	var stdout, stderr strings.Builder
	long := strings.Repeat("bonjour\n", 20000)
	code, err := e.Exec(t.Context(), e.ContainerName(wanted), []string{"/chatiere", "copy"}, strings.NewReader(long), &stdout, &stderr)
	if err != nil || code != 0 || stdout.String() != long || stderr.String() != "" {
		t.Errorf("got code %d, %v, %d bytes, want %d; stderr %q", code, err, stdout.Len(), len(long), stderr.String())
	}
	code, err = e.Exec(t.Context(), e.ContainerName(wanted), []string{"/chatiere", "no", "such"}, nil, nil, &stderr)
	if err != nil || code != 3 || stderr.String() != "no such\n" {
		t.Errorf("got code %d, %v, %q", code, err, stderr.String())
	}
}

func TestReal_RestartPolicyIsPutBack(t *testing.T) {
	e := realEngine(t)
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	run(t, e, wanted)
	name := e.ContainerName(wanted)
	_, err := e.docker.ContainerUpdate(t.Context(), name, container.UpdateConfig{RestartPolicy: container.RestartPolicy{Name: "always"}})
	must(t, err)
	do(t, e, plan.Operation{Kind: plan.RestartPolicy, Object: name})
	seen, err := e.Observe(t.Context(), e.options.Slug, nil)
	must(t, err)
	if got := seen.Containers[0]; got.Restart != "unless-stopped" || got.Memory != wanted.Memory || got.Pids != wanted.Pids || got.CPUs != wanted.CPUs {
		t.Errorf("got %+v", got)
	}
}
