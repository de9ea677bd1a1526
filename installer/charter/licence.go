package charter

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
)

// Judgement is what the lists say of a licence.
type Judgement string

// The judgements, from best to worst.
const (
	Free          Judgement = "free"
	FreeFSFSilent Judgement = "free-fsf-silent" // OSI approves, Debian main carries it
	ToBeJudged    Judgement = "to-be-judged"    // by a person; never a pass
	NotFree       Judgement = "not-free"
)

//go:embed licences.json
var licences []byte

// LicencesRead is the day of the licence lists that Judge goes by.
func LicencesRead() string { return lists().Date }

// Judge says whether an SPDX expression names a free licence. The FSF's list
// decides; where it is silent, OSI and Debian together do. A choice (OR) is as
// free as its best side, a sum (AND) as its worst; WITH adds permissions only.
// Parentheses are left to a person.
func Judge(expression string) Judgement {
	if expression == "" || strings.ContainsAny(expression, "()") {
		return ToBeJudged
	}
	worst := Free
	for _, part := range strings.Split(expression, " AND ") {
		best := NotFree
		for _, choice := range strings.Split(part, " OR ") {
			best = better(best, judgeOne(choice))
		}
		if better(worst, best) == worst {
			worst = best
		}
	}
	return worst
}

func judgeOne(name string) Judgement {
	base, _, _ := strings.Cut(strings.TrimSpace(name), " WITH ")
	licence, known := lists().Licences[strings.TrimSpace(base)]
	switch {
	case !known:
		return ToBeJudged
	case licence.FSF == nil && licence.OSI && licence.Debian:
		return FreeFSFSilent
	case licence.FSF == nil && !licence.OSI && !licence.Debian:
		return NotFree // nobody says free
	case licence.FSF == nil:
		return ToBeJudged
	case *licence.FSF:
		return Free
	}
	return NotFree
}

// better returns the freer of two judgements.
func better(one, other Judgement) Judgement {
	for _, judgement := range []Judgement{Free, FreeFSFSilent, ToBeJudged, NotFree} {
		if one == judgement || other == judgement {
			return judgement
		}
	}
	return ToBeJudged
}

// licence is what three bodies say of one SPDX id. FSF is nil where it says
// nothing.
type licence struct {
	FSF    *bool `json:"fsf"`
	OSI    bool  `json:"osi"`
	Debian bool  `json:"debian"`
}

type licenceLists struct {
	Date     string             `json:"date"`
	Sources  []string           `json:"sources"`
	Licences map[string]licence `json:"licences"`
}

var lists = sync.OnceValue(func() licenceLists {
	var decoded licenceLists
	if err := json.Unmarshal(licences, &decoded); err != nil {
		panic("charter: licences.json: " + err.Error())
	}
	return decoded
})
