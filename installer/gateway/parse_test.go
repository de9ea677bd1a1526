package gateway

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse_SavedRoutesComeBack(t *testing.T) {
	t.Parallel()
	wanted := Routes{
		Site: &SiteRoute{Host: "chaton.test", Aliases: []string{"www.chaton.test"}, Headers: map[string]string{"X-A": ""}},
		Routes: []Route{{
			Host: "wiki.chaton.test", Path: "/w/", Service: "wiki", Upstreams: []Upstream{{Address: "10.213.0.2:80", Container: "abc"}},
			BodyLimit: 1 << 20, Timeout: Duration(90 * time.Second), Aliases: []string{"old.chaton.test"}, OnTrial: true,
		}},
		Names: []string{"im.chaton.test"},
	}
	folder := t.TempDir()
	if err := Save(folder, wanted); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, RoutesFile))
	if err != nil {
		t.Fatal(err)
	}
	got, problems := Parse(data)
	if diff := cmp.Diff(wanted, got); diff != "" || problems != nil {
		t.Errorf("problems %v (-want +got):\n%s", problems, diff)
	}
	if !strings.Contains(string(data), `"timeout": "1m30s"`) {
		t.Errorf("got %s, want the duration as Go writes it", data)
	}
	hosts := []string{"chaton.test", "im.chaton.test", "old.chaton.test", "wiki.chaton.test", "www.chaton.test"}
	if diff := cmp.Diff(hosts, wanted.Hosts()); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}

func TestParse_EachBadRouteIsRefusedAlone(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		`{"host":"*.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                                "wildcard",
		`{"host":"10.0.0.1","upstreams":[{"address":"10.0.0.1:80"}]}`:                                     "IP address",
		`{"host":"intranet","upstreams":[{"address":"10.0.0.1:80"}]}`:                                     "single label",
		`{"host":"Bad.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                              `"bad.chaton.test"`,
		`{"host":"é.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                                `"xn--9ca.chaton.test"`,
		`{"host":"a_b.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                              "no valid host name",
		`{"upstreams":[{"address":"10.0.0.1:80"}]}`:                                                       "the host is missing",
		`{"host":"a.chaton.test"}`:                                                                        "no upstream",
		`{"host":"a.chaton.test","upstreams":[{"address":"wiki:80"}]}`:                                    `"wiki:80"`,
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"path":"/a"}`:                    `"/a"`,
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"path":"/a/../"}`:                "plain prefix",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"body_limit":-1}`:                "negative",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"timeout":"-1s"}`:                "negative",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"headers":{"a b":"c"}}`:          "header",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"headers":{"a":"b\r\nc: d"}}`:    "header",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"aliases":["good.chaton.test"]}`: "the host of service good",
		`{"host":"a.chaton.test","upstreams":[{"address":"10.0.0.1:80"}],"aliases":["a.chaton.test"]}`:    "the host itself",
		`{"host":"good.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                             "already has",
		`{"host":"chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                                  "the site already has",
		`{"host":"alias.chaton.test","upstreams":[{"address":"10.0.0.1:80"}]}`:                            "as an alias",
		`{"host":7}`: "cannot unmarshal",
		`"nothing"`:  "cannot unmarshal",
	}
	good := `{"host":"good.chaton.test","service":"good","aliases":["alias.chaton.test"],"upstreams":[{"address":"10.0.0.1:80"}]}`
	for bad, want := range cases {
		routes, problems := Parse([]byte(`{"site":{"host":"chaton.test"},"routes":[` + good + `,` + bad + `]}`))
		if len(routes.Routes) != 1 || routes.Site == nil {
			t.Errorf("%s: got %+v, want site and good route kept", bad, routes)
		}
		if len(problems) != 1 || !strings.Contains(problems[0].Error(), want) {
			t.Errorf("%s: got %v, want one problem with %q", bad, problems, want)
		}
	}
}

func TestParse_NoJSONIsOneProblem(t *testing.T) {
	t.Parallel()
	routes, problems := Parse([]byte("{"))
	if len(routes.Routes) != 0 || len(problems) != 1 {
		t.Errorf("got %+v and %v, want one problem alone", routes, problems)
	}
}

func TestParse_StoppedRouteNeedsNoUpstream(t *testing.T) {
	t.Parallel()
	data, _ := json.Marshal(Routes{Routes: []Route{{Host: "wiki.localhost", Service: "wiki", Stopped: true}}})
	routes, problems := Parse(data)
	if len(problems) != 0 || len(routes.Routes) != 1 || routes.Routes[0].Path != "/" {
		t.Errorf("got %+v and %v, want the route with path /", routes, problems)
	}
}
