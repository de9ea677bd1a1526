package installer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// newClient makes the client of all our looks at a chaton: a name that ends in
// ".localhost" is dialled at 127.0.0.1 without DNS (RFC 6761 leaves it to the
// resolver, and many ask a server), and authority, when it exists, is a root
// beside the system's. A redirect is followed on the same host only: what a
// name answers itself is what is looked at.
func newClient(authority string) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Client{
		Timeout: 15 * time.Second,
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, loopback(address))
			},
			TLSClientConfig:   &tls.Config{RootCAs: roots(authority), MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2: true,
		},
		CheckRedirect: sameHost,
	}
}

func sameHost(next *http.Request, before []*http.Request) error {
	if next.URL.Host != before[0].URL.Host || len(before) >= 10 {
		return http.ErrUseLastResponse
	}
	return nil
}

func loopback(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil || (host != "localhost" && !strings.HasSuffix(host, ".localhost")) {
		return address
	}
	return net.JoinHostPort("127.0.0.1", port)
}

func roots(authority string) *x509.CertPool {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if data, err := os.ReadFile(authority); err == nil {
		pool.AppendCertsFromPEM(data)
	}
	return pool
}
