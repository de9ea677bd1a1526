package gateway

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/front"
	"framagit.org/chatiere/chatiere/installer/preflight"
	chaton "framagit.org/chatiere/chatiere/installer/site"
)

const frontedName = "wiki.chaton.test"

// frontedHouse is a gateway with a real proxy in front of it, which has the
// lines that `chatiere doctor --front` prints.
type frontedHouse struct {
	*house
	plain, secure string // where visitors come
	roots         *x509.CertPool
}

// loopbackTrusted are the networks that chaton.hcl trusts unless it says more.
func loopbackTrusted(t testing.TB) front.Trusted {
	t.Helper()
	trusted, err := front.ParseTrusted([]string{"127.0.0.1/32", "::1/128"})
	if err != nil {
		t.Fatal(err)
	}
	return trusted
}

// openFronted opens the gateway in a mode and the proxy of that name.
func openFronted(t testing.TB, proxy string, options Options, routes Routes) *frontedHouse {
	t.Helper()
	options.HTTPS, options.Trusted = httpsPort, loopbackTrusted(t)
	made := &frontedHouse{house: open(t, options, routes)}
	settings := chaton.Gateway{
		Mode: string(options.Mode), Listen: []string{"127.0.0.1"}, HTTP: portAt(t, made.http), HTTPS: portAt(t, made.https),
	}
	lines, err := preflight.Front(proxy, []string{frontedName}, settings)
	if err != nil {
		t.Fatal(err)
	}
	folder, ports := t.TempDir(), freePorts(t, 2)
	certificate := writeCertificate(t, folder, frontedName)
	made.roots, made.plain, made.secure = x509.NewCertPool(), ports[0], ports[1]
	made.roots.AddCert(certificate)
	if options.Mode == Passthrough {
		made.roots = made.house.roots
	}
	if proxy == "haproxy" {
		startHAProxy(t, folder, lines, ports)
	} else {
		startNginx(t, folder, lines, ports)
	}
	return made
}

// startNginx puts the lines where their comments say, with ports of this test.
func startNginx(t testing.TB, folder, lines string, ports []string) {
	t.Helper()
	for i, port := range []string{"80", "443"} {
		own := ports[i]
		lines = strings.ReplaceAll(lines, "listen "+port, "listen "+own)
		lines = strings.ReplaceAll(lines, "listen [::]:"+port, "listen [::1]:"+strings.TrimPrefix(own, "127.0.0.1:"))
	}
	lines = strings.ReplaceAll(lines, "/etc/letsencrypt/live/"+frontedName, folder)
	top, inHTTP, apart := strings.Cut(lines, "# /etc/nginx/conf.d/chatiere.conf\n")
	if !apart {
		t.Fatalf("got lines for no file:\n%s", lines)
	}
	settings := strings.ReplaceAll(`include /etc/nginx/modules-enabled/*.conf;
user root;
daemon off;
worker_processes 1;
pid FOLDER/pid;
events { worker_connections 1024; }
`+top+`http {
access_log off;
client_body_temp_path FOLDER/body;
proxy_temp_path FOLDER/proxy;
`+inHTTP+"}\n", "FOLDER", folder)
	path := filepath.Join(folder, "nginx.conf")
	writeText(t, path, settings)
	run(t, ports, exec.Command("/usr/sbin/nginx", "-e", "stderr", "-c", path))
}

// startHAProxy makes the frontends that the comments of the lines name.
func startHAProxy(t testing.TB, folder, lines string, ports []string) {
	t.Helper()
	both := ports[1] + ",::1:" + strings.TrimPrefix(ports[1], "127.0.0.1:")
	lines = strings.NewReplacer(
		"# frontend :80\n", "frontend plain\n    mode http\n    bind "+ports[0]+"\n",
		"# frontend :443 ssl\n", "frontend secure\n    mode http\n    bind "+both+" ssl crt "+folder+"/both.pem\n",
		"# frontend :443\n# mode tcp\n", "frontend secure\n    mode tcp\n    bind "+both+"\n",
	).Replace(lines)
	path := filepath.Join(folder, "haproxy.cfg")
	writeText(t, path, "defaults\n    timeout connect 5s\n    timeout client 1m\n    timeout server 1m\n"+lines)
	run(t, ports, exec.Command("/usr/sbin/haproxy", "-db", "-q", "-f", path))
}

// run starts a proxy, waits until it listens, and ends it with the test.
func run(t testing.TB, ports []string, command *exec.Cmd) {
	t.Helper()
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = command.Wait()
	}()
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		<-ended
	})
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		if listening(ports) {
			return
		}
		select {
		case <-look.C:
		case <-ended:
			t.Fatalf("%s ended:\n%s", command.Path, said.String())
		}
	}
}

func listening(ports []string) bool {
	for _, address := range ports {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		_ = connection.Close()
	}
	return true
}

// visitor is a client at an address of this machine, who comes to the front.
func (f *frontedHouse) visitor(t testing.TB, from string) *http.Client {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		target := f.secure
		if strings.HasSuffix(address, ":80") {
			target = f.plain
		}
		if strings.Contains(from, ":") {
			target = "[::1]:" + strconv.Itoa(portAt(t, target))
		}
		return dialer.DialContext(ctx, network, target)
	}
	transport := &http.Transport{DialContext: dial, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: f.roots}}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: transport, CheckRedirect: stay}
}

// writeCertificate makes one that the proxy shows: in two files, and in one.
func writeCertificate(t testing.TB, folder, name string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	chain := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	private := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	for file, text := range map[string]string{"fullchain.pem": chain, "privkey.pem": private, "both.pem": chain + private} {
		writeText(t, filepath.Join(folder, file), text)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func writeText(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// freePorts are addresses of loopback where nobody listens at the moment.
func freePorts(t testing.TB, count int) []string {
	t.Helper()
	var free []string
	for range count {
		listener, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		free = append(free, listener.Addr().String())
	}
	return free
}

func portAt(t testing.TB, address string) int {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	number, wrong := strconv.Atoi(port)
	if err != nil || wrong != nil {
		t.Fatal(fmt.Errorf("port of %q: %v, %v", address, err, wrong))
	}
	return number
}
