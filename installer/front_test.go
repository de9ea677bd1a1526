package installer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

func TestFront_WhatVisitorsAreShownIsJudged(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := showCertificate(t, "wiki.example", now.Add(-time.Hour), now.Add(60*24*time.Hour))
	cases := map[string]struct {
		name    string
		address string
		roots   *x509.CertPool
		at      time.Time
		state   certificates.State
		problem string
	}{
		"as it should be":        {"wiki.example", good.address, good.roots, now, certificates.Valid, ""},
		"of another name":        {"agenda.example", good.address, good.roots, now, certificates.Waiting, frontElse},
		"of an unknown author":   {"wiki.example", good.address, x509.NewCertPool(), now, certificates.Waiting, frontUnsigned},
		"out of date":            {"wiki.example", good.address, good.roots, now.AddDate(1, 0, 0), certificates.Expired, frontExpired},
		"not shown by anybody":   {"wiki.example", closedPort(t), good.roots, now, certificates.Waiting, frontSilent},
		"of a day to come still": {"wiki.example", good.address, good.roots, now.AddDate(0, 0, -1), certificates.Waiting, frontUnsigned},
	}
	for name, test := range cases {
		look := frontLook{roots: test.roots, ports: []string{test.address}, clock: func() time.Time { return test.at }}
		seen := look.all(t.Context(), []string{test.name})[0]
		if seen.State != test.state || seen.Problem != test.problem || seen.Issuer != FrontIssuer || seen.Name != test.name {
			t.Errorf("%s: got %+v, want %s %q", name, seen, test.state, test.problem)
		}
	}
}

func TestFront_OneOnThisMachineIsAskedHere(t *testing.T) {
	t.Parallel()
	here := frontOf(&site.Site{Gateway: site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}}}, time.Now)
	if here.ports[0] != "127.0.0.1:443" || here.ports[len(here.ports)-1] != ":443" {
		t.Errorf("got %v, want this machine first, the name's own address last", here.ports)
	}
	elsewhere := frontOf(&site.Site{Gateway: site.Gateway{Mode: "behind", Listen: []string{"192.0.2.10"}}}, time.Now)
	if len(elsewhere.ports) != 1 || elsewhere.ports[0] != ":443" {
		t.Errorf("got %v, want the name's own address only", elsewhere.ports)
	}
}

func TestFront_IsLookedAtByTickWhereItDecrypts(t *testing.T) {
	t.Parallel()
	state := placedState(t)
	if got := len(state.duties()); got != len(tasks()) {
		t.Errorf("before any apply: got %d tasks, want %d", got, len(tasks()))
	}
	behind := &site.Site{Domain: "front.invalid", Gateway: site.Gateway{Mode: "behind", Listen: []string{"192.0.2.10"}}}
	if err := state.saveSite(behind); err != nil {
		t.Fatal(err)
	}
	duties := state.duties()
	if last := duties[len(duties)-1]; last.name != frontTask || !last.urgent {
		t.Errorf("got %+v last, want the look at the front, at once", last)
	}
	ticking := &ticking{standing: &standing{request: Request{State: state, Clock: time.Now}}, now: time.Now()}
	var wrong *FrontError
	if err := ticking.lookAtFront(t.Context()); !errors.As(err, &wrong) || wrong.Certificate.Name != "front.invalid" {
		t.Fatalf("got %v, want that nobody answers for front.invalid", err)
	}
	duties = state.duties()
	if last := duties[len(duties)-1]; last.urgent {
		t.Error("got an urgent look again, want one a night")
	}
	if seen := state.frontCertificates(behind); len(seen) != 1 || seen[0].Problem != frontSilent {
		t.Errorf("got %+v, want what was seen", seen)
	}
	if err := state.forgetFront(behind); err != nil || len(state.frontCertificates(behind)) != 1 {
		t.Errorf("got %v, want it kept as long as there is a front", err)
	}
	if err := state.forgetFront(&site.Site{Gateway: site.Gateway{Mode: "edge"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(state.records(), frontRecord+".json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want it forgotten", err)
	}
}

func TestStatus_FrontThatExpiresSoonNeedsAPerson(t *testing.T) {
	t.Parallel()
	now := time.Now()
	shown := certificates.Certificate{
		Name: "wiki.example", Issuer: FrontIssuer, State: certificates.Valid, NotBefore: now.AddDate(0, -2, 0), NotAfter: now.AddDate(0, 0, 3),
	}
	for name, test := range map[string]struct {
		change func(*certificates.Certificate)
		want   bool
	}{
		"in three days":     {func(*certificates.Certificate) {}, true},
		"in two months":     {func(c *certificates.Certificate) { c.NotAfter = now.AddDate(0, 2, 0) }, false},
		"not looked at yet": {func(c *certificates.Certificate) { c.State = certificates.Pending }, false},
		"another's":         {func(c *certificates.Certificate) { c.State, c.Problem = certificates.Waiting, frontElse }, true},
	} {
		certificate := shown
		test.change(&certificate)
		status := Status{Gateway: true, Mode: "behind", Certificates: []certificates.Certificate{certificate}}
		if got := status.NeedsAPerson(now); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
	wrong := Status{Gateway: true, Certificates: []certificates.Certificate{{Name: "wiki.example", Issuer: FrontIssuer, State: certificates.Waiting, Problem: frontElse}}}
	if got, want := wrong.Needs(now)[0].String(), "certificate of wiki.example: "+frontElse; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if (Status{Mode: "none"}).NeedsAPerson(now) {
		t.Error("got that a chaton without a gateway needs a person, want nothing missed")
	}
}

// showing is a server that shows one certificate.
type showing struct {
	address string
	roots   *x509.CertPool
}

func showCertificate(t testing.TB, name string, from, until time.Time) showing {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: from, NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for connection, err := listener.Accept(); err == nil; connection, err = listener.Accept() {
			_ = connection.(*tls.Conn).HandshakeContext(t.Context())
			_ = connection.Close()
		}
	}()
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return showing{listener.Addr().String(), roots}
}

func closedPort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
