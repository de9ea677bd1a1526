package engine

import (
	"errors"
	"slices"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
)

func TestF13_PodmanIsRefusedWithWhatWasSeenToFail(t *testing.T) {
	cases := []struct {
		name   string
		daemon enginetest.Options
		reason string
	}{
		{"Debian 11", enginetest.Options{Version: "3.0.1", API: "1.40", Podman: true}, "Podman 3.0.1 (API 1.40)"},
		{"Debian 12", enginetest.Options{Version: "4.3.1", API: "1.41", MinAPI: "1.24", Podman: true}, "Podman 4.3.1 (API 1.41)"},
		{"Debian 13", enginetest.Options{Version: "5.4.2", API: "1.41", MinAPI: "1.24", Podman: true}, "Podman 5.4.2 (API 1.41)"},
		{"without root", enginetest.Options{Version: "5.4.2", Podman: true, Rootless: true}, "Podman 5.4.2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			daemon := enginetest.Start(t, c.daemon)
			_, err := Open(t.Context(), Options{Host: daemon.Host})
			wantUnreachable(t, err, c.reason, "apt-get install docker.io")
			var refused *UnreachableError
			if errors.As(err, &refused); len(refused.Facts) == 0 || refused.Unwrap() != nil {
				t.Errorf("got %+v, want what fails, and no failure of the client", refused)
			}
			asked := slices.Compact(slices.Sorted(slices.Values(daemon.Requests())))
			for _, request := range asked {
				if !slices.Contains([]string{"HEAD /_ping", "GET /_ping", "GET /info", "GET /version"}, request) {
					t.Errorf("asked for %s", request)
				}
			}
		})
	}
}
