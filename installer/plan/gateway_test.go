package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMake_GatewayIsReplaced(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"beside the one that hands its sockets over", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			have.Serving, have.HandsOver = "gateway-id", true
		}, `
container.create gateway: its definition changed
container.start gateway: created
health.wait gateway: started
routes.drain gateway gateway-id: requests under way
container.stop gateway gateway-id: replaced
container.remove gateway gateway-id: replaced
`},
		{"in the place of one that cannot", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			have.Serving = "gateway-id"
		}, `
container.create gateway: its definition changed
container.stop gateway gateway-id: makes room for its replacement
container.start gateway: created
health.wait gateway: started
container.remove gateway gateway-id: replaced
`},
		{"killed once the new one served", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			leave(have, 0, "new-id", "gw-2", "running", "healthy")
			have.Serving, have.HandsOver = "new-id", true
		}, `
routes.drain gateway gateway-id: requests under way
container.stop gateway gateway-id: replaced
container.remove gateway gateway-id: replaced
`},
		{"killed before the new one started", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			leave(have, 0, "new-id", "gw-2", "created", "")
			have.Serving, have.HandsOver = "gateway-id", true
		}, `
container.start gateway new-id: it does not run; state created -> running
health.wait gateway new-id: started
routes.drain gateway gateway-id: requests under way
container.stop gateway gateway-id: replaced
container.remove gateway gateway-id: replaced
`},
		{"killed before the new one served", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			leave(have, 0, "new-id", "gw-2", "running", "starting")
			have.Serving, have.HandsOver = "gateway-id", true
		}, `
health.wait gateway new-id: started
routes.drain gateway gateway-id: requests under way
container.stop gateway gateway-id: replaced
container.remove gateway gateway-id: replaced
`},
		{"killed, and both started anew with the machine: the old one came last", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			leave(have, 0, "new-id", "gw-2", "running", "starting")
			have.Serving, have.HandsOver, have.Behind = "gateway-id", true, true
		}, `
container.stop gateway gateway-id: makes room for its replacement
health.wait gateway new-id: started
routes.drain gateway gateway-id: requests under way
container.remove gateway gateway-id: replaced
`},
		{"the one before still has long downloads", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			leave(have, 0, "new-id", "gw-2", "running", "healthy")
			have.Serving, have.HandsOver, have.Lasting = "new-id", true, []string{"gateway-id"}
		}, ``},
		{"the one before has ended them", func(want *Want, have *Observed) {
			want.Gateway.Spec = "gw-2"
			have.Containers[0].State = "exited"
			leave(have, 0, "new-id", "gw-2", "running", "healthy")
			have.Serving, have.HandsOver = "new-id", true
		}, `
container.remove gateway gateway-id: replaced
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := chaton(), running()
			have.Images = []Image{{Names: []string{"chatiere/chatiere:own"}}}
			test.change(&want, &have)
			got := Make(want, have)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkOrder(t, got)
		})
	}
}
