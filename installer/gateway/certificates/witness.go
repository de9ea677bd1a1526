package certificates

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// errRetired ends what a manager that was replaced still starts by itself.
var errRetired = errors.New("another attempt took the place of this one")

// witness carries the requests of one name to the CA. It keeps what the CA
// says is wrong, which autocert throws away, and refuses orders that the
// guard does not allow.
type witness struct {
	name  string
	guard guard
	line  *line

	mu      sync.Mutex
	attempt context.Context // nil while a renewal of autocert's own runs
	retired bool
	// renewing says that autocert sent an order by itself.
	renewing bool
	// What follows is of the present order.
	ordered    bool
	problem    *problem
	status     int
	validation bool
	until      time.Time
	refused    error         // why our own gate or the network let nothing through
	over       chan struct{} // closed once the attempt cannot succeed any more
	failed     bool
	asked      map[string]int // how often the CA was still at work
}

// begin opens an attempt that ends with ctx; the result closes it.
func (w *witness) begin(ctx context.Context) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attempt, w.over = ctx, make(chan struct{})
	w.clear()
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.attempt = nil
	}
}

func (w *witness) clear() {
	w.ordered, w.problem, w.validation, w.until, w.refused, w.failed = false, nil, false, time.Time{}, nil, false
	w.asked = map[string]int{}
}

// retire lets nothing through any more: autocert's timers cannot be stopped.
func (w *witness) retire() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.retired = true
}

func (w *witness) isRetired() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.retired
}

// RoundTrip sends a request and looks at the answer before it passes it on.
func (w *witness) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx, cancel := w.bound(request.Context())
	defer cancel()
	if err := w.admit(ctx, request); err != nil {
		w.stop(err)
		return nil, err
	}
	answer, err := w.line.RoundTrip(request.WithContext(ctx))
	if err != nil {
		w.stop(&blocked{text: fmt.Sprintf("%s does not answer this machine: %v", request.URL.Host, err), cause: err})
		return nil, err
	}
	wait := w.learn(request, answer)
	if wait > 0 {
		wakeful(ctx, wait)
	}
	return answer, nil
}

// bound ends a request with its attempt: autocert knows nothing of ours.
func (w *witness) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	w.mu.Lock()
	attempt := w.attempt
	w.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	if attempt == nil {
		return ctx, cancel
	}
	stop := context.AfterFunc(attempt, cancel)
	return ctx, func() { stop(); cancel() }
}

// admit lets one order through an attempt: autocert sends a second one after
// a failed validation, when nothing else is left to try.
func (w *witness) admit(ctx context.Context, request *http.Request) error {
	ordering := w.line.order(request)
	w.mu.Lock()
	attempting, again, retired := w.attempt != nil, w.failed, w.retired
	w.mu.Unlock()
	switch {
	case retired:
		return errRetired
	case !ordering:
		return nil
	case attempting && again:
		return errors.New("one order is enough")
	}
	if err := checkClock(w.line.apart(), request.URL.Host); err != nil {
		return err
	}
	if err := w.guard.mayOrder(ctx, w.name); err != nil {
		return err
	}
	if !attempting {
		w.mu.Lock()
		w.clear()
		w.renewing, w.over = true, nil
		w.mu.Unlock()
	}
	return nil
}

// stop notes why the attempt got no answer.
func (w *witness) stop(err error) {
	w.mu.Lock()
	if w.refused == nil && w.problem == nil {
		w.refused = err
	}
	w.end()
	renewing := w.renewing
	w.renewing = false
	w.mu.Unlock()
	if renewing {
		w.guard.renewalFailed(w.name, err)
	}
}

// settle ends a renewal: what autocert still asks is about tidying up.
func (w *witness) settle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.renewing = false
}

// end is called with the lock held.
func (w *witness) end() {
	if w.over != nil && !w.failed {
		close(w.over)
	}
	w.failed = true
}

// learn looks at an answer and says how long the CA wants to be left alone.
func (w *witness) learn(request *http.Request, answer *http.Response) time.Duration {
	var seen document
	if json.Unmarshal(peek(answer), &seen) != nil {
		return 0
	}
	if answer.StatusCode == http.StatusCreated && w.line.order(request) {
		w.mu.Lock()
		w.ordered = true
		w.mu.Unlock()
		w.guard.ordered(w.name)
	}
	if found, validation := seen.fault(answer.StatusCode); found != nil {
		w.fail(found, validation, answer)
		return 0
	}
	if !seen.unfinished() || request.Method != http.MethodPost || answer.StatusCode != http.StatusOK {
		return 0
	}
	return w.pace(request.URL.String(), answer.Header)
}

// fail notes what the CA says, once an order: autocert looks at failed
// validations again when it tidies up.
func (w *witness) fail(found *problem, validation bool, answer *http.Response) {
	w.mu.Lock()
	fresh := w.problem == nil
	if fresh {
		w.problem, w.status, w.validation = found, answer.StatusCode, validation
		w.until = retryDate(answer.Header.Get("Retry-After"), w.guard.now())
	}
	w.end()
	renewing := w.attempt == nil
	w.mu.Unlock()
	if fresh && renewing {
		w.guard.renewalFailed(w.name, w.explain(errors.New(found.Detail)))
	}
}

// explain prefers the CA's words to autocert's, and adds what to change.
func (w *witness) explain(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.problem != nil {
		free := w.status >= http.StatusInternalServerError && !w.ordered
		return &refusal{text: w.problem.words(w.name), until: w.until, validation: w.validation, free: free, cause: err}
	}
	if w.refused != nil {
		return w.refused
	}
	return err
}

// peek reads an answer that line has in memory, and leaves it as it was.
func peek(answer *http.Response) []byte {
	body, _ := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return body
}
