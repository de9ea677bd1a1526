package gateway

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

func TestServe_CertificatesOfACA(t *testing.T) {
	secure, err := Listen([]string{"127.0.0.1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	ca := acmetest.Start(t, portOf(secure[0]))
	wanted := route("wiki.chaton.test", serveText(t, "wiki"))
	wanted.Aliases = []string{"www.chaton.test"}
	routes := Routes{Routes: []Route{wanted}, Names: []string{"im.chaton.test"}}
	issuer := certificates.Issuer{Kind: certificates.ACME, Directory: ca.Directory, Roots: string(ca.Root), TermsAccepted: true}
	house := openAt(t, secure, Options{Issuer: issuer}, routes)
	house.roots = ca.Pool()
	house.wait(t, routes.Hosts()...)
	answer, body := house.get(t, "https://wiki.chaton.test/")
	if body != "wiki" || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("got %q with HSTS %q, want wiki with one", body, answer.Header.Get("Strict-Transport-Security"))
	}
	for _, name := range routes.Hosts() {
		if got := ca.Orders(name); got != 1 {
			t.Errorf("%s: got %d orders, want 1", name, got)
		}
	}
}
