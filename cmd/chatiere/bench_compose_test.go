package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Side by side with compose v2, in turn, and with what the engine itself
// needs:
//
//	go test -run '^$' -bench 'ApplyBesideCompose' -benchtime 1x -timeout 60m ./cmd/chatiere/
//
// Both bring up the same image in as many services, each with a network of its
// own, the same limits and a health check. What is not the same: chatiere also
// brings up its gateway, gets a certificate for each name from its own
// authority, hands each service its probe, and ends only when each container
// passed its check; compose ends when the containers are started. Images are
// there before: no registry takes part.

const composeModule = "github.com/docker/compose/v2"
const composeVersion = "v2.40.3"

// composePeer is the peer, built from its Go module in a module of its own.
var composePeer = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-compose-")
	if err != nil {
		return "", err
	}
	source := "package peer\n\nimport _ \"" + composeModule + "/cmd\"\n"
	if err := os.WriteFile(filepath.Join(folder, "peer.go"), []byte(source), 0o644); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "docker-compose")
	for _, arguments := range [][]string{
		{"mod", "init", "peer"}, {"get", composeModule + "@" + composeVersion},
		{"build", "-mod=mod", "-trimpath", "-o", path, composeModule + "/cmd"},
	} {
		command := exec.Command("go", arguments...)
		command.Dir, command.Env = folder, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
		if output, err := command.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build compose: go %s: %w\n%s", strings.Join(arguments, " "), err, output)
		}
	}
	return path, nil
})

func BenchmarkApplyBesideCompose(b *testing.B) {
	for _, size := range []struct{ containers, rounds int }{{1, 5}, {10, 5}, {50, 3}} {
		b.Run(fmt.Sprintf("%d", size.containers), func(b *testing.B) {
			for b.Loop() {
				besideCompose(b, size.containers, size.rounds)
			}
		})
	}
}

// besideCompose takes turns, so that a busy machine is busy for everybody.
func besideCompose(b *testing.B, count, rounds int) {
	c := newSteady(b, fmt.Sprintf("bench-%d", count))
	c.writeSteady(count, "un")
	c.expect(exitDone, "apply", "--yes")
	peer := newPeer(b, count, builtImage(b))
	// Between two rounds no container has them: another chaton of this machine
	// that is destroyed meanwhile would take them along.
	keepImage(b, c.slug+"-keeper", peer.image)
	keepImage(b, c.slug+"-keeper-own", docker(b, "ps", "--format", "{{.Image}}", "--filter", "name="+c.slug+"-gateway"))
	var ours, oursAgain, theirs, theirsAgain, bares costs
	for range rounds {
		c.forget()
		ours = append(ours, costOf(b, exitDone, c.command(b.Context(), "apply", "--yes")))
		oursAgain = append(oursAgain, costOf(b, exitDone, c.command(b.Context(), "apply", "--yes")))
		c.forget()
		theirs = append(theirs, costOf(b, 0, peer.command("up", "-d")))
		theirsAgain = append(theirsAgain, costOf(b, 0, peer.command("up", "-d")))
		peer.forget()
		bares = append(bares, cost{Took: floor(b, peer.slug, peer.image, count, runtime.NumCPU())})
		peer.forget()
	}
	b.Logf("%d containers, load %s", count, load(b))
	report(b, "nothing", ours, theirs)
	report(b, "again", oursAgain, theirsAgain)
	b.Logf("the engine's own calls: %v", bares)
	b.ReportMetric(bares.took().Seconds(), "floor-s")
	b.ReportMetric(0, "ns/op")
}

// report prints every round and the medians' ratios.
func report(b *testing.B, what string, ours, theirs costs) {
	time := ours.took().Seconds() / theirs.took().Seconds()
	memory := float64(ours.memory()) / float64(theirs.memory())
	b.Logf("%s: chatiere %v; compose %v: time %.2f, memory %.2f", what, ours, theirs, time, memory)
	b.ReportMetric(ours.took().Seconds(), what+"-s")
	b.ReportMetric(time, what+"-ratio")
	b.ReportMetric(memory, what+"-memory-ratio")
}

// builtImage is what apply built for the steady module.
func builtImage(t testing.TB) string {
	t.Helper()
	return strings.Fields(docker(t, "images", "--format", "{{.Repository}}:{{.Tag}}", "chatiere/steady"))[0]
}

func keepImage(t testing.TB, name, image string) {
	t.Helper()
	docker(t, "create", "--name", name, image, "true")
	t.Cleanup(func() { docker(t, "rm", name) })
}

// peer is the same services as a compose project.
type peer struct {
	t      testing.TB
	slug   string
	image  string
	folder string
}

func newPeer(t testing.TB, count int, image string) *peer {
	t.Helper()
	p := &peer{t: t, slug: fmt.Sprintf("bench-peer-%d", count), image: image, folder: t.TempDir()}
	var services, networks strings.Builder
	for index := range count {
		fmt.Fprintf(&services, peerService, steadyName(index), image, steadyName(index), p.slug, steadyName(index))
		fmt.Fprintf(&networks, peerNetwork, steadyName(index), p.slug, peerSubnet(index))
	}
	text := "services:\n" + services.String() + "networks:\n" + networks.String()
	if err := os.WriteFile(filepath.Join(p.folder, "compose.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.forget)
	return p
}

const peerService = `  %s:
    image: %s
    environment: { WORD: %s un }
    labels: { org.chatiere.chaton: %s }
    networks: [%s]
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 32m
    memswap_limit: 32m
    cpus: 1.0
    pids_limit: 256
    restart: unless-stopped
    logging: { driver: local, options: { max-size: 10m, max-file: "3" } }
    healthcheck: { test: ["CMD", "/server", "check"], interval: 30s, timeout: 5s, start_period: 30s, retries: 3 }
`

const peerNetwork = `  %s:
    internal: true
    labels: { org.chatiere.chaton: %s }
    ipam: { config: [{ subnet: %s }] }
`

func (p *peer) command(arguments ...string) *exec.Cmd {
	p.t.Helper()
	path, err := composePeer()
	if err != nil {
		p.t.Fatal(err)
	}
	arguments = append([]string{"--project-name", p.slug, "--project-directory", p.folder, "--progress", "plain"}, arguments...)
	command := exec.CommandContext(p.t.Context(), path, arguments...)
	command.Dir = p.folder
	return command
}

// forget removes what the peer and the floor made, by label.
func (p *peer) forget() {
	p.t.Helper()
	(&chaton{t: p.t, slug: p.slug, folder: p.folder, state: filepath.Join(p.folder, "none")}).forget()
}

func load(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text)) + " at " + time.Now().Format(time.TimeOnly)
}
