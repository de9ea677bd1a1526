package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

// fronted is a chaton in a network of its own, with room for nginx at ports 80
// and 443.
type fronted struct {
	*stopped
	ca    *acmetest.CA
	own   *x509.CertPool // what nginx shows
	nginx *exec.Cmd
}

func newFronted(t *testing.T) *fronted {
	t.Helper()
	port := freePort(t)
	f := &fronted{stopped: newStopped(t), ca: acmetest.Start(t, port)}
	f.slug = "e2e-front"
	directory, err := url.Parse(f.ca.Directory)
	if err != nil {
		t.Fatal(err)
	}
	// The authority is outside of the chaton's network, and asks from there.
	f.bridge(t, f.listenInside(t, directory.Host), new(net.Dialer).DialContext, directory.Host)
	outside, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	f.bridge(t, outside, f.engine.network.dial, "127.0.0.1:443")
	root := f.certificate(t)
	if err := os.WriteFile(filepath.Join(f.folder, "ca.pem"), append(f.ca.Root, root...), 0o644); err != nil {
		t.Fatal(err)
	}
	f.own = x509.NewCertPool()
	f.own.AppendCertsFromPEM(root)
	return f
}

const frontedService = `
service "echo" {
  module = "echo"
}
`

const externalService = `
service "forge" {
  external {
    url = "https://git.front.example/"
  }
  software {
    name    = "Forgejo"
    license = "GPL-3.0-or-later"
  }
}
`

// declare writes chaton.hcl with these lines in its gateway block.
func (f *fronted) declare(t *testing.T, gateway, services string) {
	t.Helper()
	text := strings.NewReplacer("GATEWAY", gateway, "DIRECTORY", f.ca.Directory).Replace(`
chaton "e2e-front" {
  name     = "Le Chaton d'essai"
  domain   = "front.example"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
GATEWAY
}

tls {
  issuer = "acme"
  acme {
    directory = "DIRECTORY"
    ca        = "ca.pem"
  }
}
`) + services
	if err := os.WriteFile(filepath.Join(f.folder, "chaton.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serveFront starts nginx with the lines that doctor prints, in the place of
// the one before.
func (f *fronted) serveFront(t *testing.T) {
	t.Helper()
	lines := f.expectCall(t, exitDone, "doctor", "--front", "nginx").out
	top, inHTTP, _ := strings.Cut(lines, "# /etc/nginx/conf.d/chatiere.conf\n")
	folder := f.t.TempDir()
	settings := strings.NewReplacer("FOLDER", folder, "/etc/letsencrypt/live/front.example", f.folder).Replace(
		"include /etc/nginx/modules-enabled/*.conf;\nuser root;\ndaemon off;\npid FOLDER/pid;\nevents {}\n" + top +
			"http {\naccess_log off;\nclient_body_temp_path FOLDER/body;\nproxy_temp_path FOLDER/proxy;\n" + inHTTP + "}\n")
	path := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(path, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	f.endFront()
	f.nginx = exec.Command("/usr/sbin/nginx", "-e", "stderr", "-c", path)
	f.nginx.Stderr = os.Stderr
	if err := f.engine.network.do(f.nginx.Start); err != nil {
		t.Fatal(err)
	}
	f.t.Cleanup(f.endFront)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		connection, err := f.engine.network.dial(t.Context(), "tcp", "127.0.0.1:443")
		if err == nil {
			_ = connection.Close()
			return
		}
		<-look.C
	}
}

func (f *fronted) endFront() {
	if f.nginx != nil {
		_ = f.nginx.Process.Signal(syscall.SIGTERM)
		_ = f.nginx.Wait()
	}
	f.nginx = nil
}

// visit asks the service through the front.
func (f *fronted) visit(t *testing.T, trusted *x509.CertPool, path string) string {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return f.engine.network.dial(ctx, network, "127.0.0.1:443")
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: trusted}}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport, Timeout: 20 * time.Second}).Get("https://echo.front.example" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (f *fronted) expectCall(t *testing.T, code int, arguments ...string) answer {
	t.Helper()
	got := f.call(t, arguments...)
	if got.code != code {
		t.Fatalf("chatiere %s: got exit code %d, want %d\n%s\n%s", strings.Join(arguments, " "), got.code, code, got.out, got.err)
	}
	return got
}

// listenInside listens in the chaton's network.
func (f *fronted) listenInside(t *testing.T, address string) (listener net.Listener) {
	t.Helper()
	err := f.engine.network.do(func() (err error) {
		listener, err = net.Listen("tcp", address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// bridge hands every connection over to an address on the other side.
func (f *fronted) bridge(t *testing.T, from net.Listener, dial func(context.Context, string, string) (net.Conn, error), to string) {
	t.Helper()
	t.Cleanup(func() { _ = from.Close() })
	go func() {
		for {
			near, err := from.Accept()
			if err != nil {
				return
			}
			go func() {
				defer near.Close()
				far, err := dial(context.WithoutCancel(t.Context()), "tcp", to)
				if err != nil {
					return
				}
				defer far.Close()
				go func() { _, _ = io.Copy(far, near) }()
				_, _ = io.Copy(near, far)
			}()
		}
	}()
}

// certificate is what nginx shows, signed by itself; it returns it as its own
// root.
func (f *fronted) certificate(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"front.example", "echo.front.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(60 * 24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, data := range map[string][]byte{
		"fullchain.pem": chain, "privkey.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
	} {
		if err := os.WriteFile(filepath.Join(f.folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return chain
}
