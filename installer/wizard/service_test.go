package wizard

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
)

func TestOffers_WhatWasSeenToWorkComesFirstAndTheRestApart(t *testing.T) {
	modules := testCatalog(t)
	all := offers(modules, nil, locale.New("fr"))
	if len(all) < 2 {
		t.Fatalf("got %d modules, want two at least", len(all))
	}
	proven := all[len(all)-1].Value
	got := offers(modules, func(m *catalog.Module) bool { return m.Name == proven }, locale.New("fr"))
	if len(got) != len(all) || got[0].Value != proven {
		t.Errorf("got %d modules, %q first; want %d, %q first", len(got), got[0].Value, len(all), proven)
	}
	for at, option := range got {
		if apart := strings.HasPrefix(option.Group, "Pas encore essayés"); apart != (at > 0) {
			t.Errorf("%s: got group %q at place %d", option.Value, option.Group, at)
		}
	}
}
