package installer

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLook_FollowsARedirectOnTheSameHostOnly(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			http.Redirect(w, r, "/.web/", http.StatusFound)
		case "/away":
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
		}
	}))
	defer server.Close()
	client := newClient("")
	defer client.CloseIdleConnections()
	if got := look(t.Context(), client, "a", server.URL+"/").Status; got != http.StatusOK {
		t.Errorf("same host: got %d, want 200", got)
	}
	if got := look(t.Context(), client, "a", server.URL+"/away").Status; got != http.StatusFound {
		t.Errorf("another host: got %d, want 302", got)
	}
	if got := look(t.Context(), client, "a", strings.Replace(server.URL, "127.0.0.1", "petitchaton.localhost", 1)+"/").Status; got != http.StatusOK {
		t.Errorf("a name in .localhost: got %d, want this machine's answer", got)
	}
}
