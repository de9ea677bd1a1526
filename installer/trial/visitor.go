package trial

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strconv"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

const (
	// askPatience bounds one request: longer than a slow page, shorter than a
	// person's patience.
	askPatience = 60 * time.Second
	// answerLimit bounds what is read of one answer.
	answerLimit = 32 << 20
)

// visitor asks through the gateway over HTTPS, with a cookie jar of its own,
// and knows no other name than the chaton's.
type visitor struct {
	chaton *chaton
	client *http.Client
	pages  *pages
}

// answer is what a request gave.
type answer struct {
	status int
	header http.Header
	body   []byte
	final  string // address of the last redirection that was followed
}

// pages are those that tests have seen, HTML and style sheets: one address may
// show another page to whoever signed in.
type pages struct {
	seen  []answer
	known map[string]bool // by address and body
}

func (c *chaton) visitor(seen *pages) (*visitor, error) {
	roots, err := c.roots()
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		DialContext:       c.dial,
		TLSClientConfig:   &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
	}
	return &visitor{chaton: c, pages: seen, client: &http.Client{Timeout: askPatience, Transport: transport, Jar: jar}}, nil
}

// dial leads every name to the trial's gateway.
func (c *chaton) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(c.https)))
}

// roots vouch for what the gateway shows.
func (c *chaton) roots() (*x509.CertPool, error) {
	if c.options.Authority != nil {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(c.options.Authority.Root)
		return pool, nil
	}
	return readRoots(c.state.Authority())
}

func (v *visitor) close() { v.client.CloseIdleConnections() }

// ask sends one request to a host of the chaton.
func (v *visitor) ask(ctx context.Context, host string, wanted *site.TestRequest) (answer, error) {
	address := v.chaton.standing.Site.URLOf(host) + wanted.Path
	request, err := http.NewRequestWithContext(ctx, wanted.Method, address, strings.NewReader(wanted.Body))
	if err != nil {
		return answer{}, err
	}
	for name, value := range wanted.Headers {
		request.Header.Set(name, value)
	}
	if wanted.User != "" {
		request.SetBasicAuth(wanted.User, wanted.Password)
	}
	client := *v.client
	client.CheckRedirect = func(next *http.Request, before []*http.Request) error {
		if !wanted.Follow || next.URL.Host != before[0].URL.Host || len(before) > 10 {
			return http.ErrUseLastResponse
		}
		return nil
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	return v.read(response)
}

func (v *visitor) read(response *http.Response) (answer, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return answer{}, fmt.Errorf("read the answer of %s: %w", response.Request.URL, err)
	}
	got := answer{status: response.StatusCode, header: response.Header, body: body, final: response.Request.URL.String()}
	v.pages.note(got)
	return got, nil
}

// kind is the media type without its parameters.
func (a answer) kind() string {
	kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// note keeps what a browser would look for more in.
func (p *pages) note(got answer) {
	switch got.kind() {
	case "text/html", "application/xhtml+xml", "text/css":
		if p.known == nil {
			p.known = map[string]bool{}
		}
		if key := got.final + " " + string(got.body); !p.known[key] {
			p.known[key] = true
			p.seen = append(p.seen, got)
		}
	}
}

// beginning is the first part of a body, on one line, for a message.
func (a answer) beginning() string {
	const most = 300
	text := string(bytes.ToValidUTF8(a.body[:min(len(a.body), most)], nil))
	return strings.Join(strings.Fields(text), " ")
}
