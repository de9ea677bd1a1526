package engine

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/distribution/reference"
)

// retryAfter asks the registry itself how long to wait, since the engine
// keeps that header to itself. It is zero when the registry does not say.
// The engine's default registry is left alone: it is not at the address that
// its name says.
func retryAfter(ctx context.Context, name string, now time.Time) time.Duration {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return 0
	}
	domain := reference.Domain(named)
	if short, err := reference.ParseNormalizedNamed("a"); err == nil && domain == reference.Domain(short) {
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, manifestAddress(domain, named), nil)
	if err != nil {
		return 0
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return parseRetryAfter(response.Header.Get("Retry-After"), now)
}

// manifestAddress follows the engine's own rule: registries on loopback may
// do without TLS.
func manifestAddress(domain string, named reference.Named) string {
	scheme := "https"
	if host, _, err := net.SplitHostPort(domain); err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback()) {
		scheme = "http"
	}
	version := "latest"
	switch pinned := named.(type) {
	case reference.Digested:
		version = pinned.Digest().String()
	case reference.Tagged:
		version = pinned.Tag()
	}
	return scheme + "://" + domain + "/v2/" + reference.Path(named) + "/manifests/" + version
}

// parseRetryAfter reads both forms of the header: seconds and a date.
func parseRetryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(header); err == nil && date.After(now) {
		return date.Sub(now)
	}
	return 0
}
