package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"framagit.org/chatiere/chatiere/installer/scale"
)

// TestE2E_RollingUpdateLosesNoRequest replaces two services again and again
// while visitors ask without a pause, and checks who answered each of them.
func TestE2E_RollingUpdateLosesNoRequest(t *testing.T) {
	c := newSteady(t, "e2e-rolling")
	c.writeSteady(2, "0")
	c.expect(exitDone, "apply", "--yes")

	crowd := newCrowd(c, 2)
	stop := crowd.begin()
	updates := 0
	for ; updates < 3 || crowd.answered.Load() < int64(scale.Requests()); updates++ {
		next := updates + 1
		crowd.begun.Store(int64(next))
		c.writeSteady(2, strconv.Itoa(next))
		c.expect(exitDone, "apply", "--yes")
		crowd.done.Store(int64(next))
	}
	stop()
	t.Logf("%d updates of two services, %d requests (%d by HTTP/2, %d on fresh connections), %d failed",
		updates, crowd.answered.Load(), crowd.second.Load(), crowd.fresh.Load(), crowd.failed.Load())
	if failed := crowd.failed.Load(); failed > 0 {
		t.Errorf("got %d failed requests, want none; the first: %v", failed, *crowd.first.Load())
	}
	c.expect(exitDone, "plan")
}

// TestE2E_DownloadUnderWayOutlivesTheUpdate stops the download only once the
// run says that it waits for it.
func TestE2E_DownloadUnderWayOutlivesTheUpdate(t *testing.T) {
	c := newSteady(t, "e2e-drain")
	c.writeSteady(1, "old")
	c.expect(exitDone, "apply", "--yes")
	service := "label=org.chatiere.service=" + steadyName(0)
	before := docker(t, "ps", "-q", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", service)
	download := c.download("/slow")

	c.writeSteady(1, "new")
	command := c.command(t.Context(), "apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waited := false
	for lines := bufio.NewScanner(progress); lines.Scan(); {
		if !waited && strings.Contains(lines.Text(), "routes.drain") && strings.Contains(lines.Text(), "progress") {
			waited = true
			if body := c.get(c.client(c.authority()), c.steadyHost(0), "/").body; body != "s01 new\n" {
				t.Errorf("a new visitor got %q, want the new container", body)
			}
			docker(t, "kill", "--signal", "USR1", before)
		}
	}
	if err := command.Wait(); err != nil || !waited {
		t.Fatalf("got %v, said that it waits: %t", err, waited)
	}
	body, err := io.ReadAll(download)
	if lines := strings.Split(strings.TrimSpace(string(body)), "\n"); err != nil || lines[len(lines)-1] != "end" || lines[0] != "s01 old" {
		t.Errorf("the download: got %.200q and %v, want all of it from the old container", body, err)
	}
	if left := docker(t, "ps", "-aq", "--filter", "id="+before); left != "" {
		t.Errorf("the old container is left: %s", left)
	}
}

func (c *chaton) steadyHost(index int) string { return steadyName(index) + "." + c.slug + ".localhost" }

func (c *chaton) steadyAddress(index int, path string) string {
	return fmt.Sprintf("https://%s:%d%s", c.steadyHost(index), c.https, path)
}

// download asks and returns once the answer has begun.
func (c *chaton) download(path string) io.Reader {
	c.t.Helper()
	client := c.client(c.authority())
	client.Timeout = 0
	answer, err := client.Get(c.steadyAddress(0, path))
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { answer.Body.Close() })
	return answer.Body
}

// crowd is visitors who ask without a pause, and what they were told.
type crowd struct {
	c        *chaton
	roots    *x509.CertPool
	services int

	begun, done      atomic.Int64 // numbers of updates: an answer is of one between
	answered, failed atomic.Int64
	second, fresh    atomic.Int64
	first            atomic.Pointer[error]
	visitors         sync.WaitGroup
}

func newCrowd(c *chaton, services int) *crowd {
	return &crowd{c: c, roots: c.authority(), services: services}
}

// begin sends visitors of each kind to each service, until stop.
func (w *crowd) begin() (stop func()) {
	ctx, cancel := context.WithCancel(w.c.t.Context())
	for index := range w.services {
		for range 2 {
			w.visitors.Go(func() { w.visit(ctx, index, w.visitor(true, true)) })
			w.visitors.Go(func() { w.visit(ctx, index, w.visitor(false, true)) })
		}
		w.visitors.Go(func() { w.visit(ctx, index, w.visitor(true, false)) })
	}
	return func() {
		cancel()
		w.visitors.Wait()
	}
}

// visitor has a connection of its own, kept or made anew each time.
func (w *crowd) visitor(second, kept bool) *http.Client {
	client := w.c.client(w.roots)
	transport := client.Transport.(*http.Transport)
	transport.DisableKeepAlives = !kept
	if !second {
		transport.ForceAttemptHTTP2 = false
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	return client
}

func (w *crowd) visit(ctx context.Context, index int, client *http.Client) {
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		oldest := w.done.Load()
		answer, err := client.Get(w.c.steadyAddress(index, "/"))
		if err == nil {
			err = w.judge(index, oldest, answer)
		}
		if err != nil {
			w.failed.Add(1)
			w.first.CompareAndSwap(nil, &err)
		}
		w.answered.Add(1)
		if client.Transport.(*http.Transport).DisableKeepAlives {
			w.fresh.Add(1)
		}
	}
}

// judge refuses an answer of another service, of a container that was already
// replaced when the question was asked, or of one that nobody wanted yet.
func (w *crowd) judge(index int, oldest int64, answer *http.Response) error {
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.ProtoMajor == 2 {
		w.second.Add(1)
	}
	name, word, _ := strings.Cut(strings.TrimSpace(string(body)), " ")
	number, err := strconv.ParseInt(word, 10, 64)
	if answer.StatusCode != http.StatusOK || err != nil || name != steadyName(index) || number < oldest || number > w.begun.Load() {
		return fmt.Errorf("%s answered %d %.100q, updates %d to %d", steadyName(index), answer.StatusCode, body, oldest, w.begun.Load())
	}
	return nil
}
