package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestClosing_ServiceWorksUntilItsDay(t *testing.T) {
	t.Parallel()
	tomorrow := time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
	house := open(t, Options{}, closing(serveText(t, "open"), &Closing{On: tomorrow}))
	if answer, body := house.get(t, "https://pads.chaton.test/"); answer.StatusCode != http.StatusOK || body != "open" {
		t.Errorf("got %d %q the day before, want 200 open", answer.StatusCode, body)
	}
}

func TestClosing_IsGoneFromItsDayOn(t *testing.T) {
	t.Parallel()
	routes := closing(serveText(t, "open"), &Closing{
		On: time.Now().UTC().Format(time.DateOnly), DataUntil: "2099-11-01",
		Reason:     map[string]string{"fr": "Plus personne <b>ici</b>.", "en": "Nobody left."},
		Successors: []string{"https://pads.voisin.test/?a=1&b=2"},
	})
	routes.Site = &SiteRoute{Host: "chaton.test"}
	house := open(t, Options{HTTPS: 443}, routes)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodHead} {
		answer, body := house.do(t, mustRequest(t, method, "https://pads.chaton.test/p/a", nil))
		if answer.StatusCode != http.StatusGone || answer.Header.Get("Retry-After") != "" {
			t.Errorf("%s: got %d, retry after %q; want 410 and none", method, answer.StatusCode, answer.Header.Get("Retry-After"))
		}
		if method == http.MethodHead {
			continue
		}
		for _, part := range []string{
			"Service fermé", "Service closed", "jusqu’au\u00a01er\u00a0novembre\u00a02099", "until 1\u00a0November\u00a02099",
			`<blockquote lang="fr">Plus personne &lt;b&gt;ici&lt;/b&gt;.</blockquote>`, `<blockquote lang="en">Nobody left.`,
			`href="https://pads.voisin.test/?a=1&amp;b=2"`, `href="https://chaton.test/"`,
		} {
			if !strings.Contains(body, part) {
				t.Errorf("%s: got %s, want %q in it", method, body, part)
			}
		}
		if strings.Contains(body, "src=") || strings.Contains(body, "<script") {
			t.Errorf("got %s, want nothing that is loaded", body)
		}
	}
}

func TestClosing_BadOneIsRefusedWithItsRouteAlone(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`{"on":"31/08/2027"}`, `{"on":"2027-08-31","successors":["javascript:alert(1)"]}`, `{"on":"2027-08-31","data_until":"later"}`,
	} {
		routes, problems := Parse([]byte(`{"routes":[
			{"host":"a.chaton.test","service":"a","stopped":true,"closing":` + bad + `},
			{"host":"b.chaton.test","service":"b","stopped":true,"closing":{"on":"2027-08-31"}}]}`))
		if len(problems) != 1 || len(routes.Routes) != 1 || routes.Routes[0].Host != "b.chaton.test" {
			t.Errorf("%s: got %+v and %v, want the first refused alone", bad, routes.Routes, problems)
		}
	}
}

func closing(upstream string, closing *Closing) Routes {
	made := route("pads.chaton.test", upstream)
	made.Service, made.Closing = "pads", closing
	return Routes{Routes: []Route{made}}
}
