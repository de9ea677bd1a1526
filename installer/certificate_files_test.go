package installer

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

const renewedName = "wiki.chaton.test"

// The gateway is a real one; what renews the files is this test.
func TestTick_CertificateRenewedOnTheHostIsServedWithoutARestart(t *testing.T) {
	now := time.Now()
	state, files := State{Folder: t.TempDir()}, site.CertificateFiles{Name: renewedName}
	host := t.TempDir()
	files.Certificate, files.Key = filepath.Join(host, "wiki.pem"), filepath.Join(host, "wiki.key")
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	if err := state.saveSite(&site.Site{Slug: "club", TLS: site.TLS{Issuer: "files", Files: []site.CertificateFiles{files}}}); err != nil {
		t.Fatal(err)
	}
	tick := func() error {
		return (&ticking{standing: &standing{request: Request{State: state}}, now: now}).keepCertificates(t.Context())
	}

	first := renew(t, files, now)
	if err := tick(); err != nil { // no gateway runs yet
		t.Fatal(err)
	}
	copied := filepath.Join(state.Gateway(), certificates.FilesFolder(), renewedName)
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 || info.Sys().(*syscall.Stat_t).Uid != gatewayUser {
		t.Fatalf("the copy: got %v, %v; want it the gateway's, 0600", info, err)
	}
	address := serveFiles(t, state)
	shown(t, address, first)

	second := renew(t, files, now)
	if err := tick(); err != nil {
		t.Fatal(err)
	}
	shown(t, address, second)

	write(t, files.Key, "cut in the middle")
	var wrong *CertificateError
	if err := tick(); !errors.As(err, &wrong) || !strings.Contains(err.Error(), files.Key) {
		t.Errorf("a key that is being written: got %v, want it named", err)
	}
	shown(t, address, second)
}

func TestCopies_FollowNoLinkOutOfTheGatewaysFolder(t *testing.T) {
	state, elsewhere := State{Folder: t.TempDir()}, t.TempDir()
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(state.Gateway(), "certificates")); err != nil {
		t.Fatal(err)
	}
	if err := state.copies().write(renewedName, []byte("key")); err == nil {
		t.Error("got no error for a link that leads out, want one")
	}
	if left, _ := os.ReadDir(elsewhere); len(left) > 0 {
		t.Errorf("got %v written elsewhere, want nothing", left)
	}
}

func TestAuthorityDomains_ChangeOnlyForANameThatTheRootMayNotVouchFor(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	small := &site.Site{Domain: "club.localhost", TLS: site.TLS{Issuer: "internal"}}
	large := &site.Site{Domain: "club.localhost", TLS: small.TLS, Services: []*site.Service{{Aliases: []string{"wiki.club.localhost", "ailleurs.localhost"}}}}
	if err := state.writeRoot(small, time.Now()); err != nil {
		t.Fatal(err)
	}
	below := &site.Site{Domain: "club.localhost", TLS: small.TLS, Services: []*site.Service{{Aliases: []string{"wiki.club.localhost"}}}}
	for _, test := range []struct {
		of   *site.Site
		want string
	}{{small, "club.localhost"}, {below, "club.localhost"}, {large, "club.localhost, ailleurs.localhost"}} {
		if got := domainsText(state.authorityDomains(test.of)); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	p := &Prepared{Site: large, request: Request{State: state, Clock: time.Now}}
	p.compareAuthority()
	if !p.ReplacesAuthority() {
		t.Fatal("got the former root kept, want another")
	}
	if err := p.replaceAuthority(t.Context(), plan.Operation{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := domainsText(state.root().PermittedDNSDomains); got != "club.localhost, ailleurs.localhost" {
		t.Errorf("got a root for %q, want both", got)
	}
	if former, _ := os.ReadDir(filepath.Join(state.Gateway(), formerAuthorities)); len(former) != 1 {
		t.Errorf("got %v, want the former root kept aside", former)
	}
	if got := domainsText(state.authorityDomains(small)); got != "club.localhost, ailleurs.localhost" {
		t.Errorf("a name left: got %q, want the root as it is", got)
	}
}

// renew writes another certificate and its key, as a tool of the host does.
func renew(t *testing.T, files site.CertificateFiles, now time.Time) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{files.Name}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(0, 0, 90),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, files.Certificate, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	write(t, files.Key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// serveFiles runs a gateway of the state folder until the test ends.
func serveFiles(t *testing.T, state State) string {
	t.Helper()
	if err := gateway.Save(state.Gateway(), gateway.Routes{Names: []string{renewedName}}); err != nil {
		t.Fatal(err)
	}
	served, err := gateway.New(gateway.Options{Folder: state.Gateway(), Issuer: certificates.Issuer{Kind: certificates.Files}})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = served.Serve(ctx, nil, []net.Listener{listener})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	limited, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	if err := gateway.Dial(state.Gateway()).WaitCertificate(limited, renewedName); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

func shown(t *testing.T, address string, want *x509.Certificate) {
	t.Helper()
	connection, err := tls.Dial("tcp", address, &tls.Config{ServerName: want.DNSNames[0], InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if got := connection.ConnectionState().PeerCertificates[0]; !got.Equal(want) {
		t.Errorf("got the certificate until %s, want the one last written", got.NotAfter)
	}
}
