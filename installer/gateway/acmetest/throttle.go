package acmetest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Throttle answers orders for a name with 429 and this Retry-After; 0 undoes
// it.
func (c *CA) Throttle(name string, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy[name] = wait
}

// Failures counts the failed validations of a name that were looked at.
func (c *CA) Failures(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.failures[name])
}

func (c *CA) throttle(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "order-plz") {
			if wait := c.wait(orderedName(r)); wait > 0 {
				w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
				w.Header().Set("Content-Type", "application/problem+json")
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, `{"type":"urn:ietf:params:acme:error:rateLimited","detail":"too many orders for this name"}`)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (c *CA) wait(name string) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.busy[name]
}

// orderedName reads a signed order and leaves it as it was.
func orderedName(r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	var signed struct{ Payload string }
	var order struct{ Identifiers []struct{ Value string } }
	if json.Unmarshal(body, &signed) != nil {
		return ""
	}
	payload, _ := base64.RawURLEncoding.DecodeString(signed.Payload)
	if json.Unmarshal(payload, &order) != nil || len(order.Identifiers) == 0 {
		return ""
	}
	return order.Identifiers[0].Value
}

func dated(clock func() time.Time, next http.Handler) http.Handler {
	if clock == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", clock().UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}
