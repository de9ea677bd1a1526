package plan

import (
	"strings"
	"testing"
)

func TestMake_GatewayIsToldOfLogs(t *testing.T) {
	for _, test := range []struct{ name, wanted, served, want string }{
		{"nothing decided", "", "", ""},
		{"decided", "14 days", "", "routes.switch logs of the gateway: decided in chaton.hcl; logs none -> 14 days"},
		{"changed", "7 days", "14 days", "routes.switch logs of the gateway: decided in chaton.hcl; logs 14 days -> 7 days"},
		{"the same", "7 days", "7 days", ""},
		{"decided no more", "", "14 days", "routes.remove logs of the gateway: no longer decided in chaton.hcl; what was kept is deleted; logs 14 days -> none"},
	} {
		want, have := chaton(), running()
		if test.wanted != "" {
			want.Routes[LogsKey] = test.wanted
		}
		if test.served != "" {
			have.Routes[LogsKey] = test.served
		}
		made := Make(want, have)
		if got := strings.TrimSpace(made.String()); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
		for _, object := range made.Diff() {
			if object.Name == LogsTarget && object.Service != "" {
				t.Errorf("%s: got the logs with service %q, want the chaton itself", test.name, object.Service)
			}
		}
	}
}
