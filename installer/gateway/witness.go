package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// errOrderRefused is our own gate's answer.
var errOrderRefused = errors.New("no order is sent for this name now")

// maximumDocument bounds what a CA may send.
const maximumDocument = 1 << 20

// witness carries the requests of one name to the CA. It keeps what the CA
// says is wrong, which autocert throws away, and refuses orders that the
// guard does not allow.
type witness struct {
	name      string
	guard     guard
	transport http.RoundTripper

	mu       sync.Mutex
	attempt  context.Context // nil while a renewal of autocert's own runs
	newOrder string
	// What follows is of the present order; failed closes an attempt.
	problem *problem
	until   time.Time
	failed  bool
}

// problem is the CA's own account of what is wrong.
type problem struct {
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

// document is what the gateway looks at in any answer of a CA. The reason of
// a failed validation comes inside an authorisation, with status 200.
type document struct {
	problem
	Status     json.RawMessage `json:"status"`
	Error      *problem        `json:"error"`
	NewOrder   string          `json:"newOrder"`
	Challenges []struct {
		Error *problem `json:"error"`
	} `json:"challenges"`
}

// refusal is a failed attempt in the CA's words.
type refusal struct {
	text  string
	until time.Time
	cause error
}

// Error is the CA’s own text.
func (r *refusal) Error() string { return r.text }

// Unwrap gives the client’s error.
func (r *refusal) Unwrap() error { return r.cause }

// Until is when the CA allows the next try; zero when it did not say.
func (r *refusal) Until() time.Time { return r.until }

// begin opens an attempt that ends with ctx; the result closes it.
func (w *witness) begin(ctx context.Context) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attempt, w.problem, w.until, w.failed = ctx, nil, time.Time{}, false
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.attempt = nil
	}
}

// RoundTrip sends a request and looks at the answer before it passes it on.
func (w *witness) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := w.admit(request); err != nil {
		return nil, err
	}
	ctx, cancel := w.bound(request.Context())
	defer cancel()
	answer, err := w.transport.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maximumDocument+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maximumDocument {
		return nil, fmt.Errorf("the answer of %s is too large", request.URL.Host)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	w.learn(answer, body)
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
func (w *witness) admit(request *http.Request) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if request.URL.String() != w.newOrder {
		return nil
	}
	if w.failed && w.attempt != nil || !w.guard.mayOrder(w.name) {
		return errOrderRefused
	}
	w.failed = false
	return nil
}

func (w *witness) learn(answer *http.Response, body []byte) {
	var seen document
	if json.Unmarshal(body, &seen) != nil {
		return
	}
	w.mu.Lock()
	if seen.NewOrder != "" {
		w.newOrder = seen.NewOrder
	}
	found := seen.fault(answer.StatusCode)
	// autocert looks at failed validations again when it tidies up.
	fresh := found != nil && !w.failed
	if fresh {
		w.problem, w.until = found, retryDate(answer.Header.Get("Retry-After"), time.Now())
		w.failed = true
	}
	renewing := w.attempt == nil
	w.mu.Unlock()
	if fresh && renewing {
		w.guard.renewalFailed(w.name, w.explain(errors.New(found.Detail)))
	}
}

// fault finds what is wrong, if anything is. A bad nonce is part of the
// protocol.
func (d *document) fault(status int) *problem {
	if status >= http.StatusBadRequest {
		if strings.HasSuffix(d.Type, ":badNonce") {
			return nil
		}
		return &d.problem
	}
	if string(d.Status) != `"invalid"` {
		return nil
	}
	for _, challenge := range d.Challenges {
		if challenge.Error != nil {
			return challenge.Error
		}
	}
	return d.Error
}

// explain prefers the CA's words to autocert's, and adds what to change.
func (w *witness) explain(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.problem == nil {
		return err
	}
	text := w.problem.Detail
	if text == "" {
		text = "the CA gives no reason (" + w.problem.Type + ")"
	}
	if advice := advice(w.problem.Type, w.name); advice != "" {
		text += " — " + advice
	}
	return &refusal{text: text, until: w.until, cause: err}
}

func advice(kind, name string) string {
	switch kind[strings.LastIndex(kind, ":")+1:] {
	case "dns":
		return "check the A and AAAA records of " + name
	case "caa":
		return "check the CAA records of " + name + " and of the domains above it"
	case "connection", "unauthorized", "tls":
		return "the A and AAAA records of " + name + " must lead to this machine, and its port 443 must be open from outside"
	case "rateLimited":
		return "wait until the date the CA gives"
	case "externalAccountRequired":
		return "this CA wants an external account: set its key identifier and secret"
	}
	return ""
}

// retryDate reads seconds or a date; anything else is no date.
func retryDate(header string, now time.Time) time.Time {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		return now.Add(time.Duration(seconds) * time.Second)
	}
	date, err := http.ParseTime(header)
	if err != nil {
		return time.Time{}
	}
	return date
}
