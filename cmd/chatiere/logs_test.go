package main

import (
	"testing"
	"time"
)

func TestParseSince(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 30, 0, 0, time.FixedZone("here", 3600))
	for _, test := range []struct{ text, want string }{
		{"90m", "2026-11-22T17:00:00+01:00"},
		{"2h", "2026-11-22T16:30:00+01:00"},
		{"2026-11-20", "2026-11-20T00:00:00+01:00"},
		{"2026-11-20 12:00", "2026-11-20T12:00:00+01:00"},
		{"2026-11-20T12:00:00", "2026-11-20T12:00:00+01:00"},
		{"2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"},
		{"hier", ""}, {"-2h", ""}, {"20/11/2026", ""},
	} {
		at, ok := parseSince(test.text, now)
		if !ok != (test.want == "") || ok && at.Format(time.RFC3339) != test.want {
			t.Errorf("%s: got %v, %t, want %s", test.text, at, ok, test.want)
		}
	}
	if at, ok := parseSince("", now); !ok || !at.IsZero() {
		t.Errorf("nothing said: got %v, %t, want everything", at, ok)
	}
}
