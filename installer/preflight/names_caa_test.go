package preflight

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

func TestJudge_CAAThatForbidsIsNamed(t *testing.T) {
	t.Parallel()
	const add = ` Add in the zone: petitchaton.example. CAA 0 issue "letsencrypt.org"` + "\n" + `+ petitchaton.example. CAA 0 issue "letsencrypt.org"`
	cases := []struct{ name, records, want string }{
		{"none", "", ""},
		{"ours above", `@ CAA 0 issue "letsencrypt.org"`, ""},
		{"ours beside another", "@ CAA 0 issue \"ca.example\"\n@ CAA 0 issue \"LetsEncrypt.org \"", ""},
		{"another above", `@ CAA 0 issue "ca.example"`, "refused: The CAA record of petitchaton.example lets only ca.example sign for wiki.petitchaton.example, and not letsencrypt.org." + add},
		{"nobody", `@ CAA 0 issue ";"`, "refused: The CAA record of petitchaton.example lets nobody sign for wiki.petitchaton.example." + add},
		{"wildcards only", `@ CAA 0 issuewild ";"`, ""},
		{"the nearest name counts", "@ CAA 0 issue \"letsencrypt.org\"\nwiki CAA 0 issue \"ca.example\"", `refused: The CAA record of wiki.petitchaton.example lets only ca.example sign for wiki.petitchaton.example, and not letsencrypt.org. Add in the zone: wiki.petitchaton.example. CAA 0 issue "letsencrypt.org"` + "\n" + `+ wiki.petitchaton.example. CAA 0 issue "letsencrypt.org"`},
		{"unknown and critical", `@ CAA 128 futur "x"`, `refused: The CAA records of petitchaton.example hold "futur", marked critical and known to no authority: none signs for wiki.petitchaton.example. Remove that record, or its flag 128, from the zone.`},
		{"unknown, not critical", `@ CAA 0 futur "x"`, ""},
		{"our proof is not allowed", `@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"`, "refused: The CAA record of petitchaton.example lets letsencrypt.org sign for wiki.petitchaton.example after a proof by dns-01 only, and the gateway proves names by tls-alpn-01." + add},
		{"our proof is allowed", `@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01,tls-alpn-01"`, ""},
		{"one account", `@ CAA 0 issue "letsencrypt.org; accounturi=https://ca.example/7"`, `warning: The CAA record of petitchaton.example binds certificates to one account at letsencrypt.org: https://ca.example/7. If that account is not this chaton's, add in the zone: petitchaton.example. CAA 0 issue "letsencrypt.org"`},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			text := "wiki A 203.0.113.7"
			if each.records != "" {
				text += "\n" + each.records
			}
			w := newWorld(t, inZone(text))
			got := told(Judge(w.lookUp(t, wikiName), public(), "letsencrypt.org"))
			if diff := cmp.Diff(each.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// RFC 8659, 3: an alias is followed at the name, and the tree above its target
// is not climbed.
func TestConsent_AliasIsFollowedAndNotClimbed(t *testing.T) {
	t.Parallel()
	text := inZone("wiki CNAME a.b\na.b A 203.0.113.7\nb CAA 0 issue \"above-the-target.example\"")
	w := newWorld(t, text)
	if got := w.lookUp(t, wikiName).Consent; got.At != "" {
		t.Errorf("got records of %s, want none", got.At)
	}
	w = newWorld(t, text+"\n"+inZone(`a.b CAA 0 issue "target.example"`))
	if got := w.lookUp(t, wikiName).Consent; got.At != "a.b.petitchaton.example" {
		t.Errorf("got records of %q, want those of the target", got.At)
	}
}

func TestConsent_RefusalOfTheZoneBlocks(t *testing.T) {
	t.Parallel()
	w := newFaultyWorld(t, func(w *world) {
		w.servers[0].codes = map[string]uint8{"petitchaton.example CAA": dns.RcodeServerFailure}
	}, inZone("wiki A 203.0.113.7"))
	got := told(Judge(w.lookUp(t, wikiName), public(), "letsencrypt.org"))
	if want := "refused: The servers of the zone petitchaton.example answer SERVFAIL when asked for the CAA records of wiki.petitchaton.example: no authority signs then."; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
