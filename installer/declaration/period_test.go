package declaration

import "testing"

func TestFrenchPeriod(t *testing.T) {
	for text, want := range map[string]string{
		"14 days": "14\u00a0jours", "1 day": "1\u00a0jour", "12 months": "12\u00a0mois", "1 year": "1\u00a0an", "2 years": "2\u00a0ans",
		"always": "always", "3 fortnights": "3 fortnights", "-1 days": "-1 days",
	} {
		if got := frenchPeriod(text); got != want {
			t.Errorf("%q: got %q want %q", text, got, want)
		}
	}
}
