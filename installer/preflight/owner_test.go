package preflight

import (
	"strings"
	"testing"
)

// The lines are those of real machines: Debian 12 and 13 with systemd, Docker
// with each control group driver, Podman, Kubernetes.
func TestUnitOf_ReadsBothVersionsOfControlGroups(t *testing.T) {
	cases := map[string]string{
		"0::/system.slice/nginx.service\n":                                                "nginx.service",
		"0::/system.slice/docker.service\n":                                               "docker.service",
		"12:pids:/system.slice/x.service\n1:name=systemd:/system.slice/apache2.service\n": "apache2.service",
		"0::/system.slice/system-haproxy.slice/haproxy@web.service\n":                     "haproxy@web.service",
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/caddy.service\n":      "caddy.service",
		"0::/system.slice/php.service/worker\n":                                           "php.service",
		"0::/user.slice/user-0.slice/session-3.scope\n":                                   "",
		"0::/init.scope\n":             "",
		"9:name=systemd:/\n8:pids:/\n": "",
	}
	for groups, want := range cases {
		if got := unitOf(groups); got != want {
			t.Errorf("%q: got %q, want %q", groups, got, want)
		}
	}
}

func TestContainerOf_FindsTheIDOfEachEngine(t *testing.T) {
	id := strings.Repeat("0123456789abcdef", 4)
	for _, groups := range []string{
		"0::/system.slice/docker-" + id + ".scope\n",
		"9:name=systemd:/docker/" + id + "\n8:pids:/docker/" + id + "\n",
		"0::/machine.slice/libpod-" + id + ".scope/container\n",
		"0::/machine.slice/libpod-conmon-" + id + ".scope\n",
		"0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + id + ".scope\n",
	} {
		if got := containerOf(groups); got != id {
			t.Errorf("%q: got %q, want the ID", groups, got)
		}
	}
	if got := containerOf("0::/system.slice/nginx.service\n"); got != "" {
		t.Errorf("got %q, want no container", got)
	}
}

func TestReadSockets_ReadsTheKernelsTables(t *testing.T) {
	table := "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1\n" +
		"   1: 00000000000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1\n" +
		"   2: 0100007F:0051 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 13 1\n"
	got := ""
	for _, found := range readSockets(table, listening) {
		got += found.address.String() + " " + found.inode + "\n"
	}
	if want := "127.0.0.1 11\n::1 12\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
