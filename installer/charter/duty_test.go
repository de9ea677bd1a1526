package charter_test

import (
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"github.com/google/go-cmp/cmp"
)

func TestDuties_CountsAreThoseOfTheReference(t *testing.T) {
	got := map[string]int{}
	for _, duty := range charter.Duties() {
		got["duties"]++
		got[duty.Strength]++
		got[duty.Certainty.Mark]++
		if !duty.Reread() {
			got["not reread"]++
		}
	}
	want := map[string]int{
		"duties": 66, "MUST": 48, "SHOULD": 4, "PRACTICE": 14,
		"read": 23, "read-dated": 26, "recalled": 17, "not reread": 19,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestDuties_EachIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, duty := range charter.Duties() {
		if seen[duty.ID] {
			t.Errorf("%s stands twice", duty.ID)
		}
		seen[duty.ID] = true
		if duty.Sentence["fr"] == "" || duty.Sentence["en"] == "" || duty.Check == "" || len(duty.Sources) == 0 || len(duty.Evidence) == 0 {
			t.Errorf("%s lacks a sentence, a check, a source or a kind of evidence: %+v", duty.ID, duty)
		}
		if duty.Certainty.Mark == "recalled" && duty.Certainty.Verify == "" {
			t.Errorf("%s is recalled and says no address to verify at", duty.ID)
		}
		for _, id := range duty.Pages {
			if _, found := charter.PageByID(id); !found {
				t.Errorf("%s names page %q, which does not exist", duty.ID, id)
			}
		}
	}
}

func TestPages_TwentyOneAtTheirPaths(t *testing.T) {
	if got := len(charter.Pages()); got != 21 {
		t.Errorf("got %d pages, want 21", got)
	}
	for id, want := range map[string]string{"infrastructure": "/infrastructure/", "compliance": "/charte/", "terms": "/cgu/"} {
		if page, _ := charter.PageByID(id); page.Path != want {
			t.Errorf("page %s: got %q want %q", id, page.Path, want)
		}
	}
}

func TestInForce_AClosedRuleAndItsSuccessorAreNeverTogether(t *testing.T) {
	for year, want := range map[int][2]bool{2019: {true, false}, 2023: {true, false}, 2024: {false, true}, 2026: {false, true}} {
		on := time.Date(year, 7, 1, 0, 0, 0, 0, time.UTC)
		got := [2]bool{duty(t, "open.free-software-strict").InForce(on), duty(t, "open.proprietary-exception").InForce(on)}
		if got != want {
			t.Errorf("%d: got %v want %v", year, got, want)
		}
	}
}

func duty(t *testing.T, id string) charter.Duty {
	t.Helper()
	for _, duty := range charter.Duties() {
		if duty.ID == id {
			return duty
		}
	}
	t.Fatalf("no duty %s", id)
	return charter.Duty{}
}
