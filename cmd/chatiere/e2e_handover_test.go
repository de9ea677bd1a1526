package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/scale"
)

// The gateway's own process, replaced under load: no engine is needed for it.

// TestE2E_ReplacedGatewayLosesNoRequest asks without a pause, in each way that
// clients have, while routes are reloaded, upstreams switched and the gateway
// itself replaced. A POST is never sent twice by a client: one that met a
// closed connection would fail.
func TestE2E_ReplacedGatewayLosesNoRequest(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	gateways := []*exec.Cmd{h.start()}
	visitors := h.visitors()
	download, upload := h.slowDownload(), h.slowUpload()
	for reload := 1; reload <= 50; reload++ {
		visitors.more(t, scale.Requests()/50)
		if reload%5 == 0 {
			h.upstream = (h.upstream + 1) % len(h.upstreams)
		}
		h.reload()
		if reload%10 == 0 {
			gateways = append(gateways, h.start())
		}
	}
	close(h.release)
	<-download
	<-upload
	visitors.stop()
	t.Logf("%d requests: %d by HTTP/2, %d on fresh connections, %d POST; %d failed",
		visitors.answered.Load(), visitors.second.Load(), visitors.fresh.Load(), visitors.posted.Load(), visitors.failed.Load())
	if failed := visitors.failed.Load(); failed > 0 {
		t.Errorf("got %d failed requests, want none; the first: %v", failed, *visitors.first.Load())
	}
	h.wait("the former gateways to have nothing left to do", func(status gateway.Status) bool { return status.Former == nil })
	for _, each := range gateways {
		h.end(each)
	}
}

// TestE2E_GatewayComesBackWhenItsHeirDies: an heir that is killed before it
// serves changes nothing; one that is killed after gives way to who is left.
func TestE2E_GatewayComesBackWhenItsHeirDies(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	first := h.start()
	// This one cannot serve: its port of HTTP is somebody else's.
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	broken := h.command("--http", strconv.Itoa(busy.Addr().(*net.TCPAddr).Port))
	if output, err := broken.CombinedOutput(); err == nil {
		t.Fatalf("got a gateway on a busy port: %s", output)
	}
	h.mustAnswer("after an heir that could not serve", first)
	second := h.start()
	if err := second.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = second.Wait()
	h.waitFor(first)
	h.mustAnswer("after an heir that was killed", first)
	third := h.start()
	h.mustAnswer("with one more heir", third)
	h.end(first)
	h.end(third)
}

// TestE2E_KilledGatewayLeavesNothingInTheWay: after kill -9, and so after a power
// cut, the sockets of the dead one are there.
func TestE2E_KilledGatewayLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	killed := h.start()
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	next := h.start()
	h.mustAnswer("after kill -9", next)
	h.end(next)
}

// slowDownload and slowUpload begin now, go on until release, and must end whole.
func (h *handoverHouse) slowDownload() <-chan struct{} {
	h.t.Helper()
	answer, err := h.client(false, true).Get(h.address("/download"))
	if err != nil {
		h.t.Fatal(err)
	}
	return h.later(func() error {
		defer answer.Body.Close()
		size, err := io.Copy(io.Discard, answer.Body)
		if err == nil && size != 1<<20 {
			err = fmt.Errorf("%d bytes", size)
		}
		return err
	})
}

func (h *handoverHouse) slowUpload() <-chan struct{} {
	begun := make(chan struct{})
	body := io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<19)),
		readerFunc(func([]byte) (int, error) {
			close(begun)
			<-h.release
			return 0, io.EOF
		}), strings.NewReader(strings.Repeat("x", 1<<19)))
	done := h.later(func() error {
		answer, err := h.client(true, true).Post(h.address("/upload"), "application/octet-stream", body)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		said, err := io.ReadAll(answer.Body)
		if err == nil && string(said) != "1048576 <nil>" {
			err = fmt.Errorf("the upstream got %q", said)
		}
		return err
	})
	<-begun
	return done
}

func (h *handoverHouse) later(do func() error) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := do(); err != nil {
			h.t.Errorf("a request that spans the replacements: %v", err)
		}
	}()
	return done
}

type readerFunc func([]byte) (int, error)

// Read calls the function.
func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// handoverVisitors ask without a pause.
type handoverVisitors struct {
	answered, failed      atomic.Int64
	second, fresh, posted atomic.Int64
	first                 atomic.Pointer[error]
	asked                 chan struct{} // one for each answer that more waits for
	end                   context.CancelFunc
	all                   sync.WaitGroup
}

func (h *handoverHouse) visitors() *handoverVisitors {
	ctx, cancel := context.WithCancel(h.t.Context())
	v := &handoverVisitors{end: cancel, asked: make(chan struct{}, 1)}
	for _, second := range []bool{false, true} {
		for _, kept := range []bool{false, true, true} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				client := h.client(second, kept)
				v.all.Go(func() { v.visit(ctx, client, method, h.address("/"), second, kept) })
			}
		}
	}
	return v
}

func (v *handoverVisitors) visit(ctx context.Context, client *http.Client, method, address string, second, kept bool) {
	for ctx.Err() == nil {
		if err := ask(client, method, address, "body"); err != nil {
			err = fmt.Errorf("%s, HTTP/2 %t, kept %t: %w", method, second, kept, err)
			v.failed.Add(1)
			v.first.CompareAndSwap(nil, &err)
		}
		v.answered.Add(1)
		count(&v.second, second)
		count(&v.fresh, !kept)
		count(&v.posted, method == http.MethodPost)
		select {
		case v.asked <- struct{}{}:
		default:
		}
	}
}

func count(counter *atomic.Int64, holds bool) {
	if holds {
		counter.Add(1)
	}
}

// more returns after that many more answers.
func (v *handoverVisitors) more(t *testing.T, wanted int) {
	t.Helper()
	late := time.After(time.Minute)
	for until := v.answered.Load() + int64(wanted); v.answered.Load() < until; {
		select {
		case <-v.asked:
		case <-late:
			t.Fatalf("got %d answers, want %d", v.answered.Load(), until)
		}
	}
}

func (v *handoverVisitors) stop() {
	v.end()
	v.all.Wait()
}

// ask wants its own words back.
func ask(client *http.Client, method, address, words string) error {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(words)
	} else {
		words = ""
	}
	request, err := http.NewRequest(method, address, body)
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || string(said) != words+"ok") {
		err = errors.New(answer.Status + ": " + string(said))
	}
	return err
}
