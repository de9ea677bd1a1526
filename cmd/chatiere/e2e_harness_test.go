package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The harness of the end-to-end tests: the program as it ships, built once,
// on the real engine, with its state in a temporary folder.

// program is the shipped binary, static as setup.sh builds it.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "chatiere")
	return path, buildGo(path, ".")
})

// buildGo compiles one package as a static binary.
func buildGo(path, source string) error {
	command := exec.Command("go", "build", "-trimpath", "-o", path, source)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", source, err, output)
	}
	return nil
}

// chaton is one chaton under test.
type chaton struct {
	t       testing.TB
	slug    string
	folder  string // of chaton.hcl
	state   string
	modules string // "" or a folder for --modules
	http    int
	https   int
}

// newChaton makes a chaton with free ports that is destroyed with the test.
func newChaton(t testing.TB, slug string) *chaton {
	t.Helper()
	root := t.TempDir()
	c := &chaton{
		t: t, slug: slug, folder: filepath.Join(root, "chaton"), state: filepath.Join(root, "state"),
		http: freePort(t), https: freePort(t),
	}
	if err := os.MkdirAll(c.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("engine's containers:\n%s", docker(t, "ps", "-a", "--filter", "label=org.chatiere.chaton="+slug))
		}
		c.run("destroy", "--yes", "--data", "--name", slug)
	})
	return c
}

// write writes chaton.hcl with the gateway on free ports of loopback.
func (c *chaton) write(format string, values ...any) {
	c.t.Helper()
	text := fmt.Sprintf(`
chaton %q {
  name     = "Le Chaton d'essai"
  domain   = "%s.localhost"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  listen = ["127.0.0.1"]
  http   = %d
  https  = %d
}
`, c.slug, c.slug, c.http, c.https) + fmt.Sprintf(format, values...)
	if err := os.WriteFile(filepath.Join(c.folder, "chaton.hcl"), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// answer is what one call of the program gave.
type answer struct {
	out  string
	err  string
	code int
}

// run calls the program with the chaton's folders.
func (c *chaton) run(arguments ...string) answer {
	c.t.Helper()
	command := c.command(context.Background(), arguments...)
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return answer{out: out.String(), err: errs.String(), code: command.ProcessState.ExitCode()}
}

func (c *chaton) command(ctx context.Context, arguments ...string) *exec.Cmd {
	c.t.Helper()
	path, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	arguments = append(arguments, "--chdir", c.folder, "--state", c.state, "--lang", "en")
	if c.modules != "" {
		arguments = append(arguments, "--modules", c.modules)
	}
	command := exec.CommandContext(ctx, path, arguments...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=dumb")
	return command
}

// expect calls the program and fails unless it ends with the code.
func (c *chaton) expect(code int, arguments ...string) answer {
	c.t.Helper()
	got := c.run(arguments...)
	if got.code != code {
		c.t.Fatalf("chatiere %s: got exit code %d, want %d\n%s\n%s", strings.Join(arguments, " "), got.code, code, got.out, got.err)
	}
	return got
}

// secret reads one value from the vault, as only root may.
func (c *chaton) secret(name string) string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.state, "vault.json"))
	if err != nil {
		c.t.Fatal(err)
	}
	var vault struct {
		Secrets map[string]struct{ Value string }
	}
	if err := json.Unmarshal(data, &vault); err != nil {
		c.t.Fatal(err)
	}
	return vault.Secrets[name].Value
}

// authority is the root of the internal CA.
func (c *chaton) authority() *x509.CertPool {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.state, "gateway", "certificates", "internal", "ca.pem"))
	if err != nil {
		c.t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(data)
	return pool
}

// client trusts the pool and dials every name at this machine's gateway.
func (c *chaton) client(pool *x509.CertPool) *http.Client {
	return &http.Client{
		Timeout: 20 * time.Second,
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(c.https)))
			},
			TLSClientConfig:   &tls.Config{RootCAs: pool},
			ForceAttemptHTTP2: true,
		},
	}
}

// page is what a name answered.
type page struct {
	status   int
	protocol string
	header   http.Header
	body     string
}

func (c *chaton) get(client *http.Client, host, path string, change ...func(*http.Request)) page {
	c.t.Helper()
	address := fmt.Sprintf("https://%s%s", net.JoinHostPort(host, strconv.Itoa(c.https)), path)
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, edit := range change {
		edit(request)
	}
	response, err := client.Do(request)
	if err != nil {
		c.t.Fatalf("GET %s: %v", address, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("GET %s: %v", address, err)
	}
	return page{response.StatusCode, response.Proto, response.Header, string(body)}
}

// docker calls the engine's own client: an eye that is not ours.
func docker(t testing.TB, arguments ...string) string {
	t.Helper()
	output, err := exec.Command("docker", arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("docker %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return strings.TrimSpace(string(output))
}

// objects lists what the engine has of a chaton.
func objects(t testing.TB, slug string) string {
	t.Helper()
	filter := "label=org.chatiere.chaton=" + slug
	return strings.TrimSpace(strings.Join([]string{
		docker(t, "ps", "-a", "--format", "container {{.Names}}", "--filter", filter),
		docker(t, "network", "ls", "--format", "network {{.Name}}", "--filter", filter),
		docker(t, "volume", "ls", "--format", "volume {{.Name}}", "--filter", filter),
	}, "\n"))
}

// freePort is below the ports that Linux lends to outgoing connections (from
// 32768 on): a test's gateway ends and comes back, and nobody else may have
// its port meanwhile.
func freePort(t testing.TB) int {
	t.Helper()
	var last error
	for range 100 {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(10000+rand.N(22000))))
		if err == nil {
			defer listener.Close()
			return listener.Addr().(*net.TCPAddr).Port
		}
		last = err
	}
	t.Fatalf("no free port: %v", last)
	return 0
}

// echoModules makes a folder of modules that holds the echo service, with its
// server compiled: seconds instead of the minutes of a Debian image.
var echoModules = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-echo-")
	if err != nil {
		return "", err
	}
	if err := os.CopyFS(filepath.Join(folder, "echo"), os.DirFS("testdata/echo/module")); err != nil {
		return "", err
	}
	context := filepath.Join(folder, "echo", "image")
	if err := os.MkdirAll(filepath.Join(context, "data"), 0o755); err != nil {
		return "", err
	}
	containerfile := "FROM scratch\nCOPY server /server\nCOPY --chown=1000:1000 data /data\nUSER 1000:1000\nENTRYPOINT [\"/server\"]\n"
	if err := os.WriteFile(filepath.Join(context, "Containerfile"), []byte(containerfile), 0o644); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(context, "data", ".keep"), nil, 0o644); err != nil {
		return "", err
	}
	return folder, buildGo(filepath.Join(context, "server"), "./testdata/echo/server")
})

// newEcho makes a chaton with the echo module at hand.
func newEcho(t testing.TB, slug string) *chaton {
	t.Helper()
	c := newChaton(t, slug)
	folder, err := echoModules()
	if err != nil {
		t.Fatal(err)
	}
	c.modules = folder
	return c
}

// container is the engine's ID of a running container of the chaton,
// "service/container".
func (c *chaton) container(name string) string {
	c.t.Helper()
	service, container, _ := strings.Cut(name, "/")
	found := docker(c.t, "ps", "-q", "--no-trunc",
		"--filter", "label=org.chatiere.chaton="+c.slug,
		"--filter", "label=org.chatiere.service="+service, "--filter", "label=org.chatiere.container="+container)
	if found == "" || strings.Contains(found, "\n") {
		c.t.Fatalf("got containers %q of %s, want one", found, name)
	}
	return found
}

// dockerQuietly is for what may be there or not.
func dockerQuietly(arguments ...string) error { return exec.Command("docker", arguments...).Run() }
