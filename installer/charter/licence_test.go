package charter_test

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/charter"
)

func TestJudge(t *testing.T) {
	for expression, want := range map[string]charter.Judgement{
		"GPL-2.0-only":                     charter.Free,
		"GPL-2.0-or-later":                 charter.Free,
		"GPL-3.0-or-later":                 charter.Free,
		"AGPL-3.0-or-later":                charter.Free,
		"Apache-2.0":                       charter.Free,
		"MIT":                              charter.Free,
		"BSD-3-Clause":                     charter.Free,
		"MPL-2.0":                          charter.Free,
		"WTFPL":                            charter.Free,
		"PostgreSQL":                       charter.FreeFSFSilent,
		"Artistic-1.0":                     charter.NotFree,
		"BUSL-1.1":                         charter.NotFree,
		"RPL-1.5":                          charter.ToBeJudged,
		"LicenseRef-JGraph":                charter.ToBeJudged,
		"":                                 charter.ToBeJudged,
		"GPL-3.0":                          charter.ToBeJudged, // which form was meant is not known
		"MIT OR BUSL-1.1":                  charter.Free,
		"MIT AND PostgreSQL":               charter.FreeFSFSilent,
		"MIT AND SSPL-1.0":                 charter.NotFree,
		"GPL-2.0-only WITH Classpath-2.0":  charter.Free,
		"(MIT OR Apache-2.0) AND Elastic":  charter.ToBeJudged,
		"Artistic-1.0 OR GPL-1.0-or-later": charter.ToBeJudged,
	} {
		if got := charter.Judge(expression); got != want {
			t.Errorf("%q: got %s want %s", expression, got, want)
		}
	}
	if charter.LicencesRead() == "" {
		t.Error("the licence lists carry no date")
	}
}
