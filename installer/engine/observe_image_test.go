package engine

import "testing"

func TestIsOurName_LabelsThatAnImageInheritedDoNotMakeItOurs(t *testing.T) {
	built := map[string]string{labelInputs: "aabbccddeeff00112233"}
	base := map[string]string{labelBase: "trixie"}
	own := map[string]string{labelOwn: "0123"}
	for _, test := range []struct {
		labels map[string]string
		name   string
		want   bool
	}{
		{built, "chatiere/dokuwiki:1.0.0-aabbccddeeff", true},
		{built, "chatiere/dokuwiki:latest", false},
		{built, "mine/dokuwiki:1.0.0-aabbccddeeff", false},
		{base, "docker.io/library/debian:trixie-slim", true},
		{base, "debian:trixie-slim", true},
		{base, "debian:bookworm-slim", false},
		{base, "mine/service:1", false},
		{own, "chatiere/chatiere:0123", true},
		{own, "mine/chatiere:0123", false},
		{nil, "chatiere/chatiere:0123", false},
		{built, "Not a name", false},
	} {
		if got := isOurName(test.labels, test.name); got != test.want {
			t.Errorf("%s with %v: got %v, want %v", test.name, test.labels, got, test.want)
		}
	}
}
