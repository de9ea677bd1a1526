package limit_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// folderVariable makes this binary a gateway of the folder that it names.
const folderVariable = "CHATIERE_TEST_GATEWAY"

func TestMain(m *testing.M) {
	folder := os.Getenv(folderVariable)
	if folder == "" {
		os.Exit(m.Run())
	}
	if err := serveFolder(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serveFolder is a gateway with the usual limits, which hold here for
// addresses of this machine too.
func serveFolder(folder string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	listeners, err := gateway.Listen([]string{"127.0.0.1"}, 0)
	if err != nil {
		return err
	}
	limits := limit.Usual(1 << 16)
	limits.Loopback = true
	served, err := gateway.New(gateway.Options{Folder: folder, Limits: limits})
	if err != nil {
		return err
	}
	fmt.Println(listeners[0].Addr())
	return served.Serve(ctx, nil, listeners)
}

// process is a gateway that runs by itself.
type process struct {
	address string
	number  int
	folder  string
	roots   *x509.CertPool
}

const host = "wiki.chaton.test"

// start runs a gateway in front of an upstream.
func start(t testing.TB, upstream string) *process {
	t.Helper()
	made := &process{folder: t.TempDir(), roots: x509.NewCertPool()}
	routes := gateway.Routes{Routes: []gateway.Route{{Host: host, Service: "wiki", Upstreams: []gateway.Upstream{{Address: upstream}}}}}
	if err := gateway.Save(made.folder, routes); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), folderVariable+"="+made.folder)
	command.Stderr = os.Stderr
	said, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatalf("read the gateway's address: %v", err)
	}
	made.address, made.number = strings.TrimSpace(line), command.Process.Pid
	if err := gateway.Dial(made.folder).WaitCertificate(t.Context(), host); err != nil {
		t.Fatal(err)
	}
	root, err := os.ReadFile(certificates.RootFile(made.folder))
	if err != nil {
		t.Fatal(err)
	}
	made.roots.AppendCertsFromPEM(root)
	return made
}

func (p *process) config() *tls.Config { return &tls.Config{ServerName: host, RootCAs: p.roots} }

// client is an honest visitor.
func (p *process) client(t testing.TB) *http.Client {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, p.address)
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: p.config(), ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}

// resident is the memory that the process holds, as the kernel writes it.
func (p *process) resident(t testing.TB) string {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.number))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if amount, found := strings.CutPrefix(line, "VmRSS:"); found {
			return strings.TrimSpace(amount)
		}
	}
	return "unknown"
}
