package main

import (
	"crypto/tls"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// Fifty names from nothing, beside Caddy, in turn, each with a CA of its own:
//
//	go test -run '^$' -bench CertificatesBesideCaddy -benchtime 1x -timeout 20m ./cmd/chatiere/
//
// A round begins with an empty folder and the start of the program, and ends
// when every name answers with a certificate that its CA vouches for. The CA is
// pebble, in the process of the test, without its artificial waits.

const (
	benchNames             = 50
	benchCertificateRounds = 3
)

func BenchmarkCertificatesBesideCaddy(b *testing.B) {
	for b.Loop() {
		certificatesBesideCaddy(b)
	}
	b.ReportMetric(0, "ns/op")
}

func certificatesBesideCaddy(b *testing.B) {
	program := filepath.Join(b.TempDir(), "chatiere")
	if err := buildGo(program, "."); err != nil {
		b.Fatal(err)
	}
	peer, err := caddy()
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs []float64
	for range benchCertificateRounds {
		ours = append(ours, obtainAll(b, func(ca *acmetest.CA, port int) *exec.Cmd { return ourGateway(b, program, ca, port) }))
		theirs = append(theirs, obtainAll(b, func(ca *acmetest.CA, port int) *exec.Cmd { return theirGateway(b, peer, ca, port) }))
	}
	b.Logf("%d names: chatiere %.2f s, caddy %.2f s; load %s", benchNames, ours, theirs, load(b))
	ratio := median(ours) / median(theirs)
	b.Logf("ours as a part of Caddy's time: %.3f", ratio)
	b.ReportMetric(ratio, "of-caddy")
	b.ReportMetric(median(ours), "s-ours")
	b.ReportMetric(median(theirs), "s-caddy")
}

// obtainAll gives the seconds from the start of a program to the last name.
func obtainAll(b *testing.B, prepare func(ca *acmetest.CA, port int) *exec.Cmd) float64 {
	b.Helper()
	port := freePort(b)
	ca := acmetest.Start(b, port)
	command := prepare(ca, port)
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	for _, name := range namesOfBench() {
		awaitCertificate(b, ca, name, port)
	}
	took := time.Since(began).Seconds()
	_ = command.Process.Kill()
	_ = command.Wait() // it was killed
	if got := ca.AllOrders(); got != benchNames {
		b.Errorf("got %d orders, want %d", got, benchNames)
	}
	return took
}

func awaitCertificate(b *testing.B, ca *acmetest.CA, name string, port int) {
	b.Helper()
	config := &tls.Config{ServerName: name, RootCAs: ca.Pool()}
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	late := time.After(3 * time.Minute)
	for {
		connection, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port), config)
		if err == nil {
			_ = connection.Close()
			return
		}
		select {
		case <-late:
			b.Fatalf("no certificate for %s: %v", name, err)
		case <-ticker.C:
		}
	}
}

func namesOfBench() []string {
	var names []string
	for i := range benchNames {
		names = append(names, fmt.Sprintf("service-%d.chaton.test", i))
	}
	return names
}

func ourGateway(b *testing.B, program string, ca *acmetest.CA, port int) *exec.Cmd {
	b.Helper()
	folder := b.TempDir()
	issuer := certificates.Issuer{Kind: certificates.ACME, Directory: ca.Directory, Roots: string(ca.Root), TermsAccepted: true}
	if err := certificates.SaveIssuer(folder, issuer); err != nil {
		b.Fatal(err)
	}
	if err := gateway.Save(folder, gateway.Routes{Names: namesOfBench()}); err != nil {
		b.Fatal(err)
	}
	return exec.CommandContext(b.Context(), program, "gateway",
		"--folder", folder, "--listen", "127.0.0.1", "--http", "0", "--https", fmt.Sprint(port))
}

func theirGateway(b *testing.B, program string, ca *acmetest.CA, port int) *exec.Cmd {
	b.Helper()
	folder := b.TempDir()
	root, settings := filepath.Join(folder, "root.pem"), filepath.Join(folder, "Caddyfile")
	filled := strings.NewReplacer("FOLDER", folder, "PORT", fmt.Sprint(port), "DIRECTORY", ca.Directory, "ROOT", root,
		"NAMES", strings.Join(namesOfBench(), ", ")).Replace(caddyCertificates)
	for path, content := range map[string]string{root: string(ca.Root), settings: filled} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	command := exec.CommandContext(b.Context(), program, "run", "--config", settings, "--adapter", "caddyfile")
	command.Env = append(os.Environ(), "HOME="+folder)
	return command
}

const caddyCertificates = `{
	admin off
	persist_config off
	skip_install_trust
	auto_https disable_redirects
	https_port PORT
	storage file_system FOLDER/data
	log default {
		output discard
	}
}
NAMES {
	bind 127.0.0.1
	tls {
		issuer acme {
			dir DIRECTORY
			trusted_roots ROOT
			disable_http_challenge
		}
	}
	respond "here"
}
`
