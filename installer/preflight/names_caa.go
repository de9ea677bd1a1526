package preflight

import (
	"context"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Consent is which authorities may sign for a name: the CAA records of the
// nearest name above it that has any (RFC 8659).
type Consent struct {
	At      string   // name that bears the records, "" when none does
	Issue   []string // values of "issue", as written
	Strange []string // properties marked critical that no authority may pass over
	Zone    string   // zone whose servers refused, with Refusal
	Refusal string   // "SERVFAIL" and the like: no authority signs then
	Unknown bool     // nobody answered
}

// isEmpty says that no name above bears a CAA record, as far as was told.
func (c Consent) isEmpty() bool { return c.At == "" && c.Refusal == "" && !c.Unknown }

// knownTags are the properties that authorities understand. "issuewild" is for
// wildcards, which are never ordered.
var knownTags = []string{"issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"}

// consent climbs from the name to the top of the tree. An alias is followed at
// each step, and the tree above its target is not climbed.
func (l *lookup) consent(ctx context.Context, name string) Consent {
	for at := dns.Fqdn(name); at != "."; at = parent(at) {
		found := l.consentAt(ctx, at, mostAliases)
		if !found.isEmpty() {
			return found
		}
	}
	return Consent{}
}

func (l *lookup) consentAt(ctx context.Context, name string, aliases int) Consent {
	answer, held, err := l.askZone(ctx, name, dns.TypeCAA)
	switch {
	case err != nil:
		return Consent{Unknown: true}
	case answer.Rcode != dns.RcodeSuccess && answer.Rcode != dns.RcodeNameError:
		return Consent{Zone: held.name, Refusal: dns.RcodeToString[answer.Rcode]}
	}
	found := consentIn(answer.Answer)
	if alias := aliasOf(answer.Answer); alias != "" && found.At == "" && aliases > 0 {
		return l.consentAt(ctx, alias, aliases-1)
	}
	return found
}

// askZone asks the servers of a name's zone in turn. An answer of one that
// refuses is kept for when no other knows better.
func (l *lookup) askZone(ctx context.Context, name string, kind uint16) (*dns.Msg, *zone, error) {
	held, err := l.zoneOf(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	var refused *dns.Msg
	for _, server := range held.servers {
		answer, err := l.askServer(ctx, server, name, kind)
		switch {
		case err != nil || isReferral(answer):
			continue
		case answer.Rcode == dns.RcodeSuccess || answer.Rcode == dns.RcodeNameError:
			return answer, held, nil
		}
		refused = answer
	}
	if refused == nil {
		return nil, nil, errNoAnswer
	}
	return refused, held, nil
}

func consentIn(answer []dns.RR) Consent {
	var found Consent
	for _, record := range answer {
		property, right := record.(*dns.CAA)
		if !right {
			continue
		}
		found.At = plainName(property.Hdr.Name)
		tag := strings.ToLower(property.Tag)
		switch {
		case tag == "issue":
			found.Issue = append(found.Issue, property.Value)
		case property.Flag&128 != 0 && !slices.Contains(knownTags, tag):
			found.Strange = append(found.Strange, property.Tag)
		}
	}
	slices.Sort(found.Issue)
	return found
}

// permission is one "issue" value: an authority, and the conditions it is bound
// to. An empty authority lets nobody sign.
type permission struct {
	authority  string
	conditions map[string]string
}

func parsePermission(value string) permission {
	parts := strings.Split(value, ";")
	parsed := permission{authority: plainName(strings.TrimSpace(parts[0])), conditions: map[string]string{}}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		parsed.conditions[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
	}
	return parsed
}
