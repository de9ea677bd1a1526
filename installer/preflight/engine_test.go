package preflight

import (
	"strings"
	"testing"
)

func TestEngine_NamesWhatWouldFail(t *testing.T) {
	cases := map[string]struct {
		facts EngineFacts
		want  string
	}{
		"nothing to say":    {EngineFacts{Version: "28.0.1", StorageDriver: "overlay2", DataFolder: "/var/lib/docker"}, ""},
		"nothing known":     {EngineFacts{}, ""},
		"older than 27":     {EngineFacts{Version: "20.10.24+dfsg1"}, "warning: The container engine 20.10.24+dfsg1 is older than 27"},
		"rootless":          {EngineFacts{Rootless: true}, "refused: The container engine runs without root"},
		"users renamed":     {EngineFacts{UserNamespaces: true}, "refused: The container engine renames users"},
		"snap":              {EngineFacts{DataFolder: "/var/snap/docker/common/var-lib-docker"}, "refused: The container engine is a snap"},
		"full copies":       {EngineFacts{StorageDriver: "vfs"}, "warning: The container engine copies each image"},
		"abandoned storage": {EngineFacts{StorageDriver: "aufs"}, "warning: The storage driver aufs"},
		"no limits":         {EngineFacts{NoMemoryLimit: true}, "warning: The kernel does not limit"},
	}
	for name, c := range cases {
		said := ""
		for _, found := range Engine(c.facts) {
			said += found.String()
		}
		if (c.want == "") != (said == "") || !strings.HasPrefix(said, c.want) {
			t.Errorf("%s: got %q, want %q first", name, said, c.want)
		}
	}
}
