package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
)

// The proxies of the benchmark of the gateway, each in its own processes.

// contender is one proxy that serves, and what was measured of it.
type contender struct {
	name string
	port int
	pid  int

	http1, http2      sessions
	streams           sessions  // HTTP/2, ten requests at a time
	download, upload  []float64 // MiB a second
	rest, peak, large int64     // bytes resident
}

// startAnswer runs the service behind all of them.
func startAnswer(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "answer")
	if err := buildGo(path, "./testdata/answer"); err != nil {
		b.Fatal(err)
	}
	command := exec.CommandContext(b.Context(), path)
	output, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start(b, command)
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func startGateway(b *testing.B, service string) *contender {
	b.Helper()
	folder, program := b.TempDir(), filepath.Join(b.TempDir(), "chatiere")
	if err := buildGo(program, "."); err != nil {
		b.Fatal(err)
	}
	route := gateway.Route{Host: benchName, Service: "bench", BodyLimit: 2 * benchTransfer, Upstreams: []gateway.Upstream{{Address: service}}}
	if err := gateway.Save(folder, gateway.Routes{Routes: []gateway.Route{route}}); err != nil {
		b.Fatal(err)
	}
	port := freePort(b)
	return contend(b, "chatiere", port, exec.CommandContext(b.Context(), program, "gateway",
		"--folder", folder, "--listen", "127.0.0.1", "--http", "0", "--https", fmt.Sprint(port)))
}

// settle writes a proxy's settings beside a certificate for it.
func settle(b *testing.B, name, settings string, words map[string]string) string {
	b.Helper()
	folder := b.TempDir()
	certificate, key := selfSigned(b)
	words["FOLDER"] = folder
	for word, content := range map[string][]byte{"CERTIFICATE": certificate, "KEY": key, "BOTH": append(certificate, key...)} {
		words[word] = filepath.Join(folder, strings.ToLower(word)+".pem")
		if err := os.WriteFile(words[word], content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for word, value := range words {
		settings = strings.ReplaceAll(settings, word, value)
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(settings), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// selfSigned is of the same kind as ours, so that handshakes cost the same.
func selfSigned(b *testing.B) (certificate, key []byte) {
	b.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{benchName}, NotAfter: time.Now().Add(24 * time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		b.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		b.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})
}

// contend starts a proxy and waits for its first handshake.
func contend(b *testing.B, name string, port int, command *exec.Cmd) *contender {
	b.Helper()
	start(b, command)
	ctx, cancel := context.WithTimeout(b.Context(), 30*time.Second)
	defer cancel()
	dialer := &tls.Dialer{Config: &tls.Config{ServerName: benchName, InsecureSkipVerify: true}}
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		connection, err := dialer.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = connection.Close()
			return &contender{name: name, port: port, pid: command.Process.Pid}
		}
		if ctx.Err() != nil {
			b.Fatalf("%s: got %v, want a handshake", name, err)
		}
		<-again.C
	}
}

func start(b *testing.B, command *exec.Cmd) {
	b.Helper()
	command.Stderr = os.Stderr
	// A killed nginx would leave its workers behind.
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 10 * time.Second
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = command.Wait() })
}

// charged runs a session and finds what it cost the proxy.
func (c *contender) charged(b *testing.B, load func(*testing.B, int) session) session {
	b.Helper()
	before := c.processor(b)
	measured := load(b, c.port)
	measured.Cost = time.Duration(float64(c.processor(b)-before) / (measured.Rate * benchSeconds))
	return measured
}

// processor is the time that a proxy's processes have had; the kernel counts
// in hundredths of a second.
func (c *contender) processor(b *testing.B) time.Duration {
	b.Helper()
	total := time.Duration(0)
	for _, pid := range family(b, fmt.Sprint(c.pid)) {
		status, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			b.Fatal(err)
		}
		_, after, _ := strings.Cut(string(status), ") ")
		columns := strings.Fields(after)
		total += time.Duration(number(b, columns[11])+number(b, columns[12])) * 10 * time.Millisecond
	}
	return total
}

// memory adds up what the kernel says of a proxy's processes.
func (c *contender) memory(b *testing.B, line string) int64 {
	b.Helper()
	total := int64(0)
	for _, pid := range family(b, fmt.Sprint(c.pid)) {
		status, err := os.ReadFile("/proc/" + pid + "/status")
		if err != nil {
			b.Fatal(err)
		}
		total += int64(number(b, find(b, string(status), line+`:\s+(\d+) kB`))) << 10
	}
	return total
}

func family(b *testing.B, pid string) []string {
	b.Helper()
	children, err := os.ReadFile("/proc/" + pid + "/task/" + pid + "/children")
	if err != nil {
		b.Fatal(err)
	}
	all := []string{pid}
	for _, child := range strings.Fields(string(children)) {
		all = append(all, family(b, child)...)
	}
	return all
}
