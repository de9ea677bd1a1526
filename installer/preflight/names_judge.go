package preflight

import (
	"net/netip"
	"slices"
	"strings"
)

// Verdict is what was found of one name, and the records that would mend it.
type Verdict struct {
	Name      string
	Addresses []netip.Addr // what it leads to
	Findings  []Finding
	Lacking   []Record
	Unbound   bool // no CAA record says who may sign: everybody may
}

// Judge compares what a zone says of a name with the addresses of this machine
// and with the authority that is to sign, "" for one that CAA cannot name. It
// is pure.
func Judge(records Records, machine Addresses, authority string) Verdict {
	verdict := Verdict{Name: records.Name}
	if records.Failure != nil {
		verdict.Findings = []Finding{unknown(records)}
		return verdict
	}
	verdict.Findings = append(divergence(records), silence(records)...)
	judged := bestView(records, machine)
	verdict.Addresses = judged.view.Addresses
	verdict.Lacking = judged.lacking
	// Where servers disagree and one is right, the others are on their way.
	verdict.Findings = append(verdict.Findings, judged.findings...)
	if authority != "" {
		findings, lacking := judgeConsent(records, authority)
		verdict.Findings, verdict.Lacking = append(verdict.Findings, findings...), append(verdict.Lacking, lacking...)
		verdict.Unbound = records.Consent.isEmpty()
	}
	return verdict
}

// judgement is one view and what is wrong with it.
type judgement struct {
	view     View
	findings []Finding
	lacking  []Record
}

// bestView is the first view with nothing that blocks, else the first one.
func bestView(records Records, machine Addresses) judgement {
	var all []judgement
	for _, view := range records.Views {
		judged := judgeView(records, view, machine)
		if !slices.ContainsFunc(judged.findings, func(found Finding) bool { return found.Blocking }) {
			return judged
		}
		all = append(all, judged)
	}
	return all[0]
}

func judgeView(records Records, view View, machine Addresses) judgement {
	judged := judgement{view: view}
	switch {
	case view.Refusal != "":
		judged.findings = []Finding{refuse(
			say("The servers of the zone %s answer %s when asked for the addresses of %s.", records.Zone, view.Refusal, records.Name),
			say("Have the zone mended by whoever runs it."))}
	case len(view.Addresses) == 0:
		judged.lacking = lacking(records.Name, machine, true, true)
		judged.findings = []Finding{absent(records, view, judged.lacking)}
	default:
		judged.compare(records, machine)
	}
	return judged
}

// compare looks at each family apart: with both, authorities take IPv6, and a
// stale AAAA record fails where the A record is right (tls.md, L16).
func (j *judgement) compare(records Records, machine Addresses) {
	four, six := families(j.view.Addresses)
	fours, sixes := sortOut(four, machine), sortOut(six, machine)
	// A missing AAAA record fails nobody; a missing A record some visitors.
	needsSix := len(six) == 0 && len(fours.right) == 0 && len(fours.open) == 0
	j.lacking = lacking(records.Name, machine, len(four) == 0 || fours.faulty(), needsSix || sixes.faulty())
	j.elsewhere(records, "A", fours, false)
	j.elsewhere(records, "AAAA", sixes, len(fours.right) > 0 && !fours.faulty())
	if open := slices.Concat(fours.open, sixes.open); len(open) > 0 {
		j.findings = append(j.findings, warn(
			say("%s leads to %s; whether that is this machine cannot be told from here, since it has no public address of its own.", records.Name, list(open)),
			say("Behind a router, write its public addresses in addresses of the hosting block of chaton.hcl.")))
	}
	if len(four) == 0 && len(sixes.right) > 0 && machine.wantsFour() {
		j.findings = append(j.findings, warn(
			say("%s has no A record: visitors without IPv6 do not reach it.", records.Name), create(records.Zone, j.lacking)))
	}
}

// elsewhere refuses the addresses of one family that do not lead here.
func (j *judgement) elsewhere(records Records, kind string, found leads, otherRight bool) {
	for _, address := range found.closed {
		j.findings = append(j.findings, refuse(
			say("The %s record of %s leads to %s, an address that nobody reaches from outside.", kind, records.Name, address.String()),
			j.replace(records, kind)))
	}
	if len(found.wrong) == 0 {
		return
	}
	what := say("The %s record of %s leads to %s, which is not an address of this machine.", kind, records.Name, list(found.wrong))
	if otherRight {
		what = say("The AAAA record of %s leads to %s, which is not an address of this machine; its A record is right, and authorities and visitors take IPv6 first.", records.Name, list(found.wrong))
	}
	j.findings = append(j.findings, refuse(what, j.replace(records, kind)))
}

// replace says what to write in place of a wrong record.
func (j *judgement) replace(records Records, kind string) sentence {
	right := slices.DeleteFunc(slices.Clone(j.lacking), func(record Record) bool { return record.Type != kind })
	switch {
	case j.view.Alias != "" && len(j.lacking) > 0:
		return say("In the zone %s, replace the alias (CNAME) of %s by: %s", records.Zone, records.Name, shortList(j.lacking))
	case len(right) > 0:
		return say("In the zone %s, replace it by: %s. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.", records.Zone, shortList(right))
	}
	return say("Remove that record from the zone %s. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.", records.Zone)
}

// leads parts addresses of one family by where they lead.
type leads struct {
	right  []netip.Addr // here
	wrong  []netip.Addr // elsewhere
	closed []netip.Addr // nowhere that visitors reach
	open   []netip.Addr // not to be told
}

// faulty says that a record of the family must go or change.
func (l leads) faulty() bool { return len(l.wrong)+len(l.closed) > 0 }

func sortOut(addresses []netip.Addr, machine Addresses) leads {
	var found leads
	for _, address := range addresses {
		switch {
		case machine.Has(address):
			found.right = append(found.right, address)
		case !isPublic(address):
			found.closed = append(found.closed, address)
		case machine.knows(address):
			found.wrong = append(found.wrong, address)
		default:
			found.open = append(found.open, address)
		}
	}
	return found
}

func families(addresses []netip.Addr) (four, six []netip.Addr) {
	for _, address := range addresses {
		if address.Is4() {
			four = append(four, address)
		} else {
			six = append(six, address)
		}
	}
	return four, six
}

// lacking are the records to create, of the families that need any.
func lacking(name string, machine Addresses, needsFour, needsSix bool) []Record {
	var records []Record
	for _, address := range machine.Wanted() {
		if address.Is4() && needsFour || address.Is6() && needsSix {
			records = append(records, addressRecord(name, address))
		}
	}
	return records
}

func list(addresses []netip.Addr) string { return View{Addresses: addresses}.String() }

func shortList(records []Record) string {
	var said []string
	for _, record := range records {
		said = append(said, record.short())
	}
	return strings.Join(said, ", ")
}
