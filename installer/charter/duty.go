package charter

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Text is a sentence for people by language.
type Text = site.Text

// The strengths of a duty.
const (
	Must     = "MUST"
	Should   = "SHOULD"
	Practice = "PRACTICE" // asked by reviewers, never shown as a duty
)

// The kinds of evidence.
const (
	Machine  = "machine"  // a program can check it
	Document = "document" // a published page says it
	Pledge   = "pledge"   // a person attests it
)

// Duty is one rule of the charter, in our own words.
type Duty struct {
	ID             string    `json:"id"`
	Heading        string    `json:"heading"`
	Sentence       Text      `json:"sentence"`
	Strength       string    `json:"strength"`
	StrengthRemark string    `json:"strength_remark,omitempty"`
	Since          string    `json:"since,omitempty"` // as its source dates it, "≤ 2017"
	Until          string    `json:"until,omitempty"`
	From           int       `json:"from,omitempty"` // first whole year in force, 0: no lower bound
	To             int       `json:"to,omitempty"`   // first whole year no longer in force, 0: open
	Evidence       []string  `json:"evidence"`       // main kind first
	Check          string    `json:"check"`          // the kit's proposal, English
	Note           string    `json:"note,omitempty"`
	Compliance     string    `json:"compliance,omitempty"` // of the members, in the 2019 survey
	Certainty      Certainty `json:"certainty"`
	Sources        []Source  `json:"sources"`
	Pages          []string  `json:"pages,omitempty"` // ids of the pages that carry the proof
}

// Certainty says how well the wording of a duty is known.
type Certainty struct {
	Mark   string `json:"mark"`             // read, read-dated, recalled
	Year   int    `json:"year,omitempty"`   // of the copy, when read-dated
	Verify string `json:"verify,omitempty"` // where to read it again
}

// Source is an address that a duty was read at, or is to be verified at.
type Source struct {
	URL    string `json:"url"`
	Remark string `json:"remark,omitempty"`
}

// Page is a page of the public site that carries evidence. Its id and path
// are kept for ever.
type Page struct {
	ID      string `json:"id"`
	Path    string `json:"path"`
	Title   string `json:"title"` // French
	MustSay string `json:"must_say"`
}

//go:embed duties.json
var duties []byte

// Duties lists every rule, closed ones too, in the order of the charter. The
// caller owns the slice, not what it points to.
func Duties() []Duty { return slices.Clone(read().Duties) }

// Pages lists the pages that carry evidence.
func Pages() []Page { return slices.Clone(read().Pages) }

// PageByID returns the page of that id; false when there is none.
func PageByID(id string) (Page, bool) {
	for _, page := range read().Pages {
		if page.ID == id {
			return page, true
		}
	}
	return Page{}, false
}

// Address is where the charter itself is to be read.
func Address() string { return read().Charter }

// State is the month up to which the rules were looked up, "2026-11".
func State() string { return read().State }

// InForce says whether the duty holds on that day. Years that a source leaves
// open ("2023–24") count from the later one, so that a rule and the one that
// replaced it are never in force together.
func (d Duty) InForce(on time.Time) bool {
	return on.Year() >= d.From && (d.To == 0 || on.Year() < d.To)
}

// Reread is false when the wording, whole or in part, is known from memory
// only: it is then shown as « formulation non relue ».
func (d Duty) Reread() bool { return d.Certainty.Verify == "" }

type data struct {
	State   string `json:"state"`
	Charter string `json:"charter"`
	Pages   []Page `json:"pages"`
	Duties  []Duty `json:"duties"`
}

// read panics on data that does not decode: that is a mistake of ours, which
// a test of this room finds first.
var read = sync.OnceValue(func() data {
	var decoded data
	if err := json.Unmarshal(duties, &decoded); err != nil {
		panic("charter: duties.json: " + err.Error())
	}
	return decoded
})
