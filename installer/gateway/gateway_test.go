package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

func TestServe_InternalCAOverHTTP2(t *testing.T) {
	t.Parallel()
	upstream := serveText(t, "hello")
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	answer, body := house.get(t, "https://wiki.chaton.test/")
	if answer.StatusCode != http.StatusOK || body != "hello" || answer.ProtoMajor != 2 {
		t.Errorf("got %d %q over HTTP/%d, want 200 hello over HTTP/2", answer.StatusCode, body, answer.ProtoMajor)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("got HSTS %q with the internal CA, want none", got)
	}
}

func TestServe_UnknownNameIsRefusedInTheHandshake(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, ""))}})
	for _, name := range []string{"other.chaton.test", ""} {
		connection, err := tls.Dial("tcp", house.https, &tls.Config{ServerName: name, InsecureSkipVerify: true})
		if err == nil {
			_ = connection.Close()
			t.Errorf("got a handshake for %q, want a refusal", name)
		}
	}
}

func TestServe_HostBesideItsHandshakeIsMisdirected(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, ""))}})
	request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
	request.Host = "other.chaton.test"
	answer, body := house.do(t, request)
	if answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("got %d, want 421", answer.StatusCode)
	}
	if !strings.Contains(body, "n’est pas servi ici") || !strings.Contains(body, "not served here") {
		t.Errorf("got page %q, want French and English", body)
	}
}

func TestServe_PlainRedirectsKnownNamesOnly(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, ""))}})
	_, port, _ := net.SplitHostPort(house.https)
	target := "https://wiki.chaton.test:" + port + "/a%2Fb?c=d;e"
	cases := []struct {
		method, address, location string
		status                    int
	}{
		{http.MethodGet, "http://wiki.chaton.test/a%2Fb?c=d;e", target, http.StatusMovedPermanently},
		{http.MethodPost, "http://WIKI.chaton.test.:80/a%2Fb?c=d;e", target, http.StatusPermanentRedirect},
		{http.MethodGet, "http://other.chaton.test/", "", http.StatusNotFound},
		{http.MethodGet, "http://wiki.chaton.test/.well-known/acme-challenge/x", "", http.StatusNotFound},
	}
	for _, test := range cases {
		answer, _ := house.do(t, mustRequest(t, test.method, test.address, nil))
		if answer.StatusCode != test.status || answer.Header.Get("Location") != test.location {
			t.Errorf("%s %s: got %d to %q, want %d to %q", test.method, test.address,
				answer.StatusCode, answer.Header.Get("Location"), test.status, test.location)
		}
	}
}

func TestServe_PublicPortIsInRedirectsUnlessStandard(t *testing.T) {
	t.Parallel()
	house := open(t, Options{HTTPS: 443}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, ""))}})
	answer, _ := house.get(t, "http://wiki.chaton.test/x")
	if got, want := answer.Header.Get("Location"), "https://wiki.chaton.test/x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestServe_AliasLeadsToItsHost(t *testing.T) {
	t.Parallel()
	wanted := route("wiki.chaton.test", serveText(t, ""))
	wanted.Aliases = []string{"old.chaton.test"}
	house := open(t, Options{HTTPS: 443}, Routes{Routes: []Route{wanted}})
	answer, _ := house.get(t, "https://old.chaton.test/page?x=1")
	got := answer.Header.Get("Location")
	if want := "https://wiki.chaton.test/page?x=1"; answer.StatusCode != http.StatusPermanentRedirect || got != want {
		t.Errorf("got %d to %q, want 308 to %q", answer.StatusCode, got, want)
	}
}

func TestReload_LosesNoRequest(t *testing.T) {
	t.Parallel()
	first, second := serveText(t, "one"), serveText(t, "two")
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", first)}})
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	served := make(chan string, 1000)
	for range 4 {
		client := house.client(t)
		group.Go(func() {
			for ctx.Err() == nil {
				if fault := ask(client, "https://wiki.chaton.test/"); fault != nil {
					t.Errorf("got %v during reloads, want none", fault)
					return
				}
				select {
				case served <- "":
				default:
				}
			}
		})
	}
	for i := range 40 {
		<-served
		upstream := []string{first, second}[i%2]
		house.reload(t, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	}
	stop()
	group.Wait()
}

func TestReload_BadRouteIsRefusedAlone(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{})
	outcome := house.reload(t, Routes{Routes: []Route{
		route("wiki.chaton.test", serveText(t, "good")),
		{Host: "*.chaton.test", Service: "bad", Upstreams: []Upstream{{Address: "127.0.0.1:1"}}},
	}})
	if outcome.Accepted != 1 || len(outcome.Refused) != 1 || outcome.Refused[0].Host != "*.chaton.test" {
		t.Fatalf("got %+v, want one accepted and *.chaton.test refused", outcome)
	}
	house.wait(t, "wiki.chaton.test")
	if _, body := house.get(t, "https://wiki.chaton.test/"); body != "good" {
		t.Errorf("got %q from the good route, want good", body)
	}
	if status := house.status(t); len(status.Refused) != 1 {
		t.Errorf("got %+v refused in the status, want the bad one", status.Refused)
	}
}

func TestReload_UnreadableFileKeepsTheLastRoutes(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "kept"))}})
	if err := os.WriteFile(filepath.Join(house.folder, RoutesFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(house.folder).Reload(t.Context()); err == nil || !strings.Contains(err.Error(), RoutesFile) {
		t.Errorf("got error %v, want one that names the file", err)
	}
	if _, body := house.get(t, "https://wiki.chaton.test/"); body != "kept" {
		t.Errorf("got %q, want kept", body)
	}
}

func TestServe_StopsWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		_, _ = io.WriteString(w, "finished")
	})
	house := open(t, Options{Drain: time.Minute}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	bodies := make(chan string, 1)
	go func() {
		_, body := house.get(t, "https://wiki.chaton.test/")
		bodies <- body
	}()
	<-entered
	house.cancel()
	close(release)
	if got := <-bodies; got != "finished" {
		t.Errorf("got %q from the request under way, want finished", got)
	}
	house.close(t)
	if _, err := os.Stat(filepath.Join(house.folder, SocketFile)); err == nil {
		t.Error("got a control socket left behind, want none")
	}
}

func TestServe_StaleSocketIsReplacedAndALiveOneIsNot(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(folder, SocketFile), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	_ = stale.Close()
	house := open(t, Options{Folder: folder}, Routes{})
	if got := house.status(t).Revision; got != Revision {
		t.Errorf("got revision %d, want %d", got, Revision)
	}
	second, err := New(Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Serve(t.Context(), nil, nil); err == nil || !strings.Contains(err.Error(), "another gateway") {
		t.Errorf("got error %v, want another gateway", err)
	}
}

func TestControl_SocketIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{})
	info, err := os.Stat(filepath.Join(house.folder, SocketFile))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("got mode %o, want 600", got)
	}
}

func TestControl_WorksInALongFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), strings.Repeat("long-name-", 15))
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	house := open(t, Options{Folder: folder}, Routes{})
	if got := house.status(t).Revision; got != Revision {
		t.Errorf("got revision %d, want %d", got, Revision)
	}
}

func TestControl_WaitEndsWithTheContextAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Names: []string{"im.chaton.test"}})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := Dial(house.folder).WaitCertificate(ctx, "im.chaton.test"); err != nil {
		t.Errorf("got error %v for a wanted name, want none", err)
	}
	ended, end := context.WithTimeout(t.Context(), time.Millisecond)
	defer end()
	err := Dial(house.folder).WaitCertificate(ended, "nobody.chaton.test")
	var waiting *WaitError
	if !errors.As(err, &waiting) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "nobody.chaton.test") {
		t.Errorf("got error %v, want a WaitError that names nobody.chaton.test", err)
	}
}

// house is a running gateway and how to reach it.
type house struct {
	folder      string
	http, https string
	roots       *x509.CertPool
	cancel      context.CancelFunc
	ended       chan struct{}
	err         error // once ended
}

func open(t testing.TB, options Options, routes Routes) *house {
	t.Helper()
	listeners, err := Listen([]string{"127.0.0.1"}, 0)
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	return openAt(t, listeners, options, routes)
}

// openAt takes the TLS listeners, whose port an ACME server must know first.
func openAt(t testing.TB, secure []net.Listener, options Options, routes Routes) *house {
	t.Helper()
	if options.Folder == "" {
		options.Folder = t.TempDir()
	}
	if err := Save(options.Folder, routes); err != nil {
		t.Fatalf("save the routes: %v", err)
	}
	gateway, err := New(options)
	if err != nil {
		t.Fatalf("make the gateway: %v", err)
	}
	plain, err := Listen([]string{"127.0.0.1"}, 0)
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	opened := &house{folder: options.Folder, cancel: cancel, ended: make(chan struct{}), roots: x509.NewCertPool(),
		http: plain[0].Addr().String(), https: secure[0].Addr().String()}
	if root, err := os.ReadFile(certificates.RootFile(options.Folder)); err == nil {
		opened.roots.AppendCertsFromPEM(root)
	}
	go func() {
		defer close(opened.ended)
		opened.err = gateway.Serve(ctx, plain, secure)
	}()
	t.Cleanup(func() { opened.close(t) })
	if options.Issuer.Kind == "" {
		opened.wait(t, routes.Hosts()...)
	} else {
		opened.wait(t)
	}
	return opened
}

// close stops the gateway and waits for it; a second call is harmless.
func (h *house) close(t testing.TB) {
	t.Helper()
	h.cancel()
	<-h.ended
	if h.err != nil {
		t.Errorf("the gateway ended with %v", h.err)
	}
}

func (h *house) wait(t testing.TB, names ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	if err := Dial(h.folder).WaitCertificate(ctx, names...); err != nil {
		t.Fatalf("wait for certificates: %v", err)
	}
}

func (h *house) reload(t testing.TB, routes Routes) Reloaded {
	t.Helper()
	if err := Save(h.folder, routes); err != nil {
		t.Fatalf("save the routes: %v", err)
	}
	outcome, err := Dial(h.folder).Reload(t.Context())
	if err != nil {
		t.Fatalf("reload: %v", err)
	}
	return outcome
}

func (h *house) status(t testing.TB) Status {
	t.Helper()
	status, err := Dial(h.folder).Status(t.Context())
	if err != nil {
		t.Fatalf("status: %v", err)
	}
	return status
}

// client resolves every name to the gateway and follows no redirect.
func (h *house) client(t testing.TB) *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		target := h.https
		if strings.HasSuffix(address, ":80") {
			target = h.http
		}
		return new(net.Dialer).DialContext(ctx, network, target)
	}
	transport := &http.Transport{DialContext: dial, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: h.roots}}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: transport, CheckRedirect: stay}
}

func (h *house) do(t testing.TB, request *http.Request) (*http.Response, string) {
	t.Helper()
	answer, err := h.client(t).Do(request)
	if err != nil {
		t.Errorf("%s %s: %v", request.Method, request.URL, err)
		return &http.Response{Header: http.Header{}}, ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Errorf("read the answer of %s: %v", request.URL, err)
	}
	return answer, string(body)
}

func (h *house) get(t testing.TB, address string) (*http.Response, string) {
	t.Helper()
	return h.do(t, mustRequest(t, http.MethodGet, address, nil))
}

func mustRequest(t testing.TB, method, address string, body io.Reader) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func ask(client *http.Client, address string) error {
	answer, err := client.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		return errors.New(answer.Status)
	}
	return err
}

// serve runs an upstream and gives its address.
func serve(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func serveText(t testing.TB, text string) string {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

func route(host string, upstreams ...string) Route {
	made := Route{Host: host, Path: "/", Service: "wiki"}
	for i, address := range upstreams {
		made.Upstreams = append(made.Upstreams, Upstream{Address: address, Container: strconv.Itoa(i)})
	}
	return made
}
