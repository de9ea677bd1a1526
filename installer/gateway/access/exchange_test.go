package access

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestExchange_CountsBodiesBothWays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method string
		out    int64
	}{{http.MethodPost, 10}, {http.MethodHead, 0}} {
		r := New(Options{})
		request := httptest.NewRequest(test.method, "/", strings.NewReader("12345"))
		e := r.Begin(&mute{http.Header{}}, request, r.Tally("wiki"))
		_, _ = io.Copy(io.Discard, request.Body)
		e.WriteHeader(http.StatusEarlyHints)
		e.WriteHeader(http.StatusCreated)
		e.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(e, "12345")
		_, _ = io.Copy(e, strings.NewReader("67890"))
		e.From(canary)
		e.End()
		got := r.Tally("wiki").counts()
		if got.BytesIn != 5 || got.BytesOut != test.out || got.Classes["2xx"] != 1 || got.Hits != 1 {
			t.Errorf("%s: got %+v, want one 2xx, 5 bytes in, %d out", test.method, got, test.out)
		}
	}
}

func TestExchange_WithoutAnswerIsAborted(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	e := r.Begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), r.Tally("wiki"))
	e.From(canary)
	e.End()
	if got := r.Tally("wiki").counts().Classes; got["aborted"] != 1 || len(got) != 1 {
		t.Errorf("got %v, want one aborted", got)
	}
}

func TestExchange_KeepsWhatTheServersWriterCan(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		e := r.Begin(w, request, r.Tally("wiki"))
		e.From(canary)
		defer e.End()
		control := http.NewResponseController(e)
		if err := control.EnableFullDuplex(); err != nil {
			t.Errorf("full duplex: %v", err)
		}
		if _, ok := http.ResponseWriter(e).(io.ReaderFrom); !ok {
			t.Error("got no io.ReaderFrom")
		}
		_, _ = io.WriteString(e, "first")
		if err := control.Flush(); err != nil {
			t.Errorf("flush: %v", err)
		}
	}))
	defer server.Close()
	answer, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); string(body) != "first" {
		t.Errorf("got %q, want first", body)
	}
}

// mute is the least that an answer costs.
type mute struct{ header http.Header }

func (m *mute) Header() http.Header                 { return m.header }
func (*mute) Write(data []byte) (int, error)        { return len(data), nil }
func (*mute) WriteHeader(int)                       {}
func (*mute) ReadFrom(src io.Reader) (int64, error) { return io.Copy(io.Discard, src) }

// BenchmarkExchange is what the recording adds to a request. The queue is
// emptied beside it as Run does, without the disk.
func BenchmarkExchange(b *testing.B) {
	for name, settings := range map[string]*Settings{
		"counters": nil, "anonymous": settings(Anonymous, None), "full": settings(Full, Full),
	} {
		b.Run(name, func(b *testing.B) {
			r := New(Options{})
			r.Set(settings)
			done := make(chan struct{})
			go func() {
				for left := range r.queue {
					_ = left
				}
				close(done)
			}()
			b.ReportAllocs()
			b.RunParallel(func(each *testing.PB) {
				w, tally := &mute{http.Header{}}, r.Tally("wiki")
				request := httptest.NewRequest("GET", "/path", nil)
				data := make([]byte, 512)
				for each.Next() {
					e := r.Begin(w, request, tally)
					e.WriteHeader(http.StatusOK)
					_, _ = e.Write(data)
					e.From(canary)
					e.End()
				}
			})
			close(r.queue)
			<-done
		})
	}
}
