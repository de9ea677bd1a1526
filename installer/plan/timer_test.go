package plan

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestMake_TimerIsWrittenUnlessItIsAtWorkAsWanted(t *testing.T) {
	const wanted = "chatiere-club.timer\nevery 10 minutes"
	for _, test := range []struct{ name, want, have, text string }{
		{"nothing wanted", "", "", ""},
		{"as wanted", wanted, wanted, ""},
		{"absent", wanted, "", "timer.write chatiere-club.timer: nothing does it yet\n"},
		{"changed", wanted, "chatiere-club.timer\nevery day", "timer.write chatiere-club.timer: it is set up in another way\n"},
	} {
		made := Make(Want{Site: &site.Site{Slug: "club"}, Timer: test.want}, Observed{Timer: test.have, Lock: map[string]string{}})
		if got := made.String(); got != test.text {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.text)
		}
	}
}

func TestDestroy_TimerEndsFirst(t *testing.T) {
	made := Destroy(Observed{
		Timer:    "chatiere tick --loop\n/usr/bin/chatiere tick",
		Networks: []Network{{ID: "n1", Name: "club-wiki"}},
	}, false)
	want := "timer.remove chatiere tick --loop: destroy\nnetwork.remove club-wiki n1: destroy\n"
	if got := made.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
