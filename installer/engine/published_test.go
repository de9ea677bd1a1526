package engine

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/go-connections/nat"
	"github.com/google/go-cmp/cmp"
)

func TestPortBindings_EachPortAndProtocolHasItsOwn(t *testing.T) {
	container := &site.Container{Published: []site.Publish{
		{HostPort: 6000, Port: 64738, Count: 1, Protocols: []string{"tcp", "udp"}},
		{HostPort: 40000, Port: 40000, Count: 2, Protocols: []string{"udp"}, Loopback: true, Addresses: []string{"127.0.0.1", "::1"}},
	}}
	want := nat.PortMap{
		"64738/tcp": {{HostPort: "6000"}},
		"64738/udp": {{HostPort: "6000"}},
		"40000/udp": {{HostIP: "127.0.0.1", HostPort: "40000"}, {HostIP: "::1", HostPort: "40000"}},
		"40001/udp": {{HostIP: "127.0.0.1", HostPort: "40001"}, {HostIP: "::1", HostPort: "40001"}},
	}
	if diff := cmp.Diff(want, portBindings(container)); diff != "" {
		t.Errorf("bindings (-want +got):\n%s", diff)
	}
	if got := exposedPorts(container); len(got) != len(want) {
		t.Errorf("exposed: got %v, want those of the bindings", got)
	}
	held := []plan.Port{{Number: 6000, Protocol: "tcp"}, {Number: 6000, Protocol: "udp"}, {Number: 40000, Protocol: "udp"}, {Number: 40001, Protocol: "udp"}}
	if diff := cmp.Diff(held, portsOf(want)); diff != "" {
		t.Errorf("ports of the host (-want +got):\n%s", diff)
	}
	if got := portBindings(&site.Container{}); got != nil {
		t.Errorf("nothing published: got %v, want nil", got)
	}
}
