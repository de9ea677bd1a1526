package site

import (
	"os"
	"strings"
	"testing"
)

func TestRehearse_MovesNamesAndKeepsTheRest(t *testing.T) {
	src, err := os.ReadFile("testdata/contract/whole.hcl")
	if err != nil {
		t.Fatal(err)
	}
	rehearsed, err := Rehearse(src, "demo", "demo.localhost", 8080, 8443)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := Load("chaton.hcl", rehearsed)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	agenda := file.Services[0]
	got := strings.Join([]string{
		file.Slug, file.Domain, file.Page.Host, agenda.Host, agenda.Aliases[0], agenda.Hosts["web"],
		file.TLS.Issuer, file.Gateway.Listen[0], file.People[0].Root[0], file.Services[2].External.URL,
	}, " ")
	want := "demo demo.localhost demo.localhost agenda.demo.localhost calendrier.demo.localhost agenda.demo.localhost" +
		" internal 127.0.0.1 demo https://git.petitchaton.example/"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if file.Gateway.HTTP != 8080 || file.Gateway.HTTPS != 8443 {
		t.Errorf("got ports %d and %d; want 8080 and 8443", file.Gateway.HTTP, file.Gateway.HTTPS)
	}
	for _, kept := range []string{"# answer with a redirect", "# default: chaton.domain", "# published: the charter wants it known", `machine "bob"`} {
		if !strings.Contains(string(rehearsed), kept) {
			t.Errorf("got no %q; want it kept", kept)
		}
	}
}

func TestRehearse_EveryContractExampleStillLoads(t *testing.T) {
	for _, name := range []string{"runs", "issuer-acme", "issuer-files"} {
		src, err := os.ReadFile("testdata/contract/" + name + ".hcl")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Rehearse(src, "demo", "demo.localhost", 80, 443); err != nil {
			t.Errorf("%s: got %v; want none", name, err)
		}
	}
	if _, err := Rehearse([]byte("chaton {"), "demo", "demo.localhost", 80, 443); err == nil {
		t.Errorf("got no error for a broken file; want one")
	}
}
