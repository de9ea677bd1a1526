package gateway

import (
	"crypto/tls"
	"net/http"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

func TestServe_NameOfAnotherConnectionIsMisdirected(t *testing.T) {
	t.Parallel()
	upstream := serveText(t, "hello")
	wiki := route("wiki.chaton.test", upstream)
	wiki.Aliases = []string{"old.chaton.test"}
	house := open(t, Options{}, Routes{Routes: []Route{wiki, route("pad.chaton.test", upstream)}})
	for _, protocol := range []string{"http/1.1", "h2"} {
		client := house.client(t)
		client.Transport.(*http.Transport).TLSClientConfig.ServerName = "wiki.chaton.test"
		client.Transport.(*http.Transport).TLSClientConfig.NextProtos = []string{protocol}
		client.Transport.(*http.Transport).ForceAttemptHTTP2 = protocol == "h2"
		for host, want := range map[string]int{
			"wiki.chaton.test": http.StatusOK, "WIKI.chaton.test.": http.StatusOK, "pad.chaton.test": http.StatusMisdirectedRequest,
			"old.chaton.test": http.StatusMisdirectedRequest, "other.chaton.test": http.StatusMisdirectedRequest,
		} {
			request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
			request.Host = host
			if answer, _ := fetch(t, client, request); answer.StatusCode != want {
				t.Errorf("%s: host %s: got %d, want %d", protocol, host, answer.StatusCode, want)
			}
		}
	}
}

func TestServe_SessionIsResumedForAsLongAsTheProcessLives(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "hello"))}})
	sessions := tls.NewLRUClientSessionCache(4)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for visit := range 2 {
			client := house.client(t)
			client.Transport.(*http.Transport).TLSClientConfig.ClientSessionCache = sessions
			client.Transport.(*http.Transport).TLSClientConfig.MaxVersion = version
			answer, _ := fetch(t, client, mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil))
			if answer.TLS == nil || answer.TLS.DidResume != (visit == 1) {
				t.Errorf("TLS %x, visit %d: got %+v, want a resumption at the second", version, visit+1, answer.TLS)
			}
			client.CloseIdleConnections()
		}
		sessions = tls.NewLRUClientSessionCache(4)
	}
}

func TestServe_OneConnectionCarriesEveryNameOfItsCertificate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pool, _ := vouch(t, folder, "*.chaton.test")
	upstream := serveText(t, "hello")
	house := open(t, Options{Folder: folder, Issuer: certificates.Issuer{Kind: certificates.Files}}, Routes{
		Routes: []Route{route("wiki.chaton.test", upstream), route("pad.chaton.test", upstream), route("a.b.chaton.test", upstream)},
	})
	house.roots = pool
	client := house.client(t)
	client.Transport.(*http.Transport).TLSClientConfig.ServerName = "wiki.chaton.test"
	for host, want := range map[string]int{"pad.chaton.test": http.StatusOK, "a.b.chaton.test": http.StatusMisdirectedRequest} {
		request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
		request.Host = host
		if answer, _ := fetch(t, client, request); answer.StatusCode != want {
			t.Errorf("host %s: got %d, want %d", host, answer.StatusCode, want)
		}
	}
}
