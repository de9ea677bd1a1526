package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// ErrNotListening says that nothing takes connections at a health check's port.
var ErrNotListening = errors.New("not listening")

// WrongAnswerError says that a program answered, and not as the check wants.
type WrongAnswerError struct{ Status int }

// Error is what people read in a run's progress.
func (e *WrongAnswerError) Error() string { return "wrong answer: " + strconv.Itoa(e.Status) }

// defaultTimeout is design/modules.md's, for a check that says none.
const defaultTimeout = 5 * time.Second

// Probe makes one http or tcp check at an address, which is an IP address
// without port. It returns nil, ErrNotListening, a *WrongAnswerError or an
// error that starts with "unhealthy".
func Probe(ctx context.Context, health site.Health, address string) error {
	timeout := health.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	target := net.JoinHostPort(address, strconv.Itoa(health.Port))
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", target)
	if err != nil {
		return ErrNotListening
	}
	defer connection.Close()
	if health.Kind == "tcp" {
		return nil
	}
	return probeHTTP(ctx, health, target, connection)
}

// probeHTTP asks over a connection that stands, so that "not listening" and
// "no answer" can't be mistaken for one another.
func probeHTTP(ctx context.Context, health site.Health, target string, connection net.Conn) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+target+health.Path, nil)
	if err != nil {
		return fmt.Errorf("unhealthy: %w", err)
	}
	if health.Host != "" {
		request.Host = health.Host
	}
	request.Header.Set("X-Forwarded-Proto", "https")
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return connection, nil },
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		if ctx.Err() != nil {
			return errors.New("unhealthy: no answer in time")
		}
		return errors.New("unhealthy: the answer is not HTTP, or was cut")
	}
	defer response.Body.Close()
	// Programs that log a broken pipe should not log our checks.
	io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
	if !accepts(health, response.StatusCode) {
		return &WrongAnswerError{Status: response.StatusCode}
	}
	return nil
}

func accepts(health site.Health, status int) bool {
	if health.Status != 0 {
		return status == health.Status
	}
	return status >= 200 && status <= 399
}
