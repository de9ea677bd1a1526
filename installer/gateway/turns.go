package gateway

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// turns sends a request to the upstream whose turn it is, and to the next when
// it refuses the connection: nothing was sent yet, so nothing happens twice.
type turns struct {
	pool      *pool
	transport http.RoundTripper
	log       *slog.Logger
	service   string
}

// unreachableError says that no connection came about.
type unreachableError struct{ cause error }

// Error is the dialler’s own.
func (e *unreachableError) Error() string { return e.cause.Error() }

// Unwrap gives the dialler’s error.
func (e *unreachableError) Unwrap() error { return e.cause }

// RoundTrip answers with the first upstream that takes the connection.
func (t *turns) RoundTrip(request *http.Request) (*http.Response, error) {
	var last error
	for _, candidate := range t.pool.order(time.Now()) {
		answer, err := t.transport.RoundTrip(addressed(request, candidate.Address))
		if err == nil {
			candidate.worked()
			return answer, nil
		}
		last = err
		var refused *unreachableError
		if !errors.As(err, &refused) || request.Context().Err() != nil {
			return nil, err
		}
		t.note(candidate, refused)
	}
	return nil, last
}

func (t *turns) note(candidate *upstream, refused *unreachableError) {
	if candidate.failure.Load() == nil {
		t.log.Warn("Upstream unreachable", "service", t.service, "address", candidate.Address, "error", refused)
	}
	candidate.failed(refused)
}

// addressed is the request for one upstream. Its body stays open when the
// attempt fails, for the next one.
func addressed(request *http.Request, address string) *http.Request {
	attempt := request.WithContext(request.Context())
	target := *request.URL
	target.Host = address
	attempt.URL = &target
	if request.Body != nil && request.Body != http.NoBody {
		attempt.Body = io.NopCloser(request.Body)
	}
	return attempt
}
