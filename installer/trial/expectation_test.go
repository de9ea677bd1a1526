package trial

import (
	"net/http"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func answered(status int, body string, headers ...string) answer {
	got := answer{status: status, body: []byte(body), header: http.Header{}}
	for i := 0; i+1 < len(headers); i += 2 {
		got.header.Set(headers[i], headers[i+1])
	}
	return got
}

func TestJudge_SaysTheFirstThingThatDiffers(t *testing.T) {
	got := answered(200, `{"name": "camille", "rights": [{"level": 3, "admin": null}]}`, "Location", "/me")
	for _, each := range []struct {
		wanted site.Expectation
		said   string // "": as expected
	}{
		{site.Expectation{Status: 200, Contains: "camille", Absent: "error", Headers: map[string]string{"location": "/me"}}, ""},
		{site.Expectation{JSON: map[string]any{"rights.0.level": 3.0, "rights.0.admin": nil, "name": "camille"}}, ""},
		{site.Expectation{Status: 201}, "got status 200, want 201"},
		{site.Expectation{Contains: "alix"}, `does not contain "alix"`},
		{site.Expectation{Absent: "camille"}, `contains "camille"`},
		{site.Expectation{Headers: map[string]string{"Location": "/"}}, `got header Location: "/me"`},
		{site.Expectation{JSON: map[string]any{"rights.0.level": "3"}}, `got rights.0.level = 3, want "3"`},
		{site.Expectation{JSON: map[string]any{"rights.1.level": 3.0}}, `there is no "1"`},
	} {
		err := judge(&each.wanted, got)
		if each.said == "" && err != nil || each.said != "" && (err == nil || !strings.Contains(err.Error(), each.said)) {
			t.Errorf("%+v: got %v, want %q", each.wanted, err, each.said)
		}
	}
	if err := judge(&site.Expectation{JSON: map[string]any{"name": "camille"}}, answered(500, "<html>")); err == nil || !strings.Contains(err.Error(), "not JSON") {
		t.Errorf("got %v, want it said that a page is no JSON", err)
	}
}

func TestTake_CapturesFromBodyAndHeader(t *testing.T) {
	got := answered(200, `{"tokens": {"login": "a+b", "count": 2}}`, "Location", "/next")
	for wanted, value := range map[site.Capture]string{
		{Name: "token", JSON: "tokens.login"}:        "a+b",
		{Name: "count", JSON: "tokens.count"}:        "2",
		{Name: "next", Header: "location"}:           "/next",
		{Name: "group", Regex: `"login": "([^"]+)"`}: "a+b",
		{Name: "whole", Regex: `"count": [0-9]`}:     `"count": 2`,
	} {
		if taken, err := take(wanted, got); err != nil || taken != value {
			t.Errorf("%+v: got %q, %v; want %q", wanted, taken, err, value)
		}
	}
	for _, missing := range []site.Capture{{Name: "a", JSON: "nothing"}, {Name: "b", Header: "Nothing"}, {Name: "c", Regex: "nothing"}} {
		if taken, err := take(missing, got); err == nil {
			t.Errorf("%+v: got %q, want an error", missing, taken)
		}
	}
}
