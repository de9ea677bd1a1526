package preflight

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// mostAliases bounds how far aliases (CNAME) are followed.
const mostAliases = 8

// namesAtOnce bounds how many names are looked up at the same time.
const namesAtOnce = 8

// Records is what the servers of its own zone say of one name.
type Records struct {
	Name  string
	Zone  string // "" when it was not found
	Views []View // what servers say, equal ones together; more than one: they disagree

	Silent  []string // servers of the zone that gave no answer
	Failure error    // why nothing is known: no resolver, no zone, no server
	Consent Consent
}

// View is what some servers of a zone say of a name.
type View struct {
	Servers   []string
	Missing   bool   // NXDOMAIN: not even the name exists
	Refusal   string // "SERVFAIL" and the like, in place of an answer
	Alias     string // CNAME at the name, "" for none
	Addresses []netip.Addr
}

// LookUp asks the zones' own servers for every name, in the order given.
func (r Resolver) LookUp(ctx context.Context, names []string) []Records {
	l := &lookup{Resolver: r}
	found := make([]Records, len(names))
	turns := make(chan struct{}, namesAtOnce)
	var asking sync.WaitGroup
	for i, name := range names {
		asking.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			found[i] = l.name(ctx, name)
		})
	}
	asking.Wait()
	return found
}

func (l *lookup) name(ctx context.Context, name string) Records {
	found := l.addresses(ctx, name, mostAliases)
	if found.Failure == nil {
		found.Consent = l.consent(ctx, name)
	}
	return found
}

// addresses gathers what each server of the zone says of a name.
func (l *lookup) addresses(ctx context.Context, name string, aliases int) Records {
	records := Records{Name: plainName(name)}
	held, err := l.zoneOf(ctx, name)
	if err != nil {
		records.Failure = err
		return records
	}
	records.Zone = held.name
	views := make([]*View, len(held.servers))
	var asking sync.WaitGroup
	for i, server := range held.servers {
		asking.Go(func() { views[i] = l.view(ctx, server, name) })
	}
	asking.Wait()
	for i, view := range views {
		if view == nil {
			records.Silent = append(records.Silent, held.servers[i].name)
			continue
		}
		records.Views = merge(records.Views, *view)
	}
	if len(records.Views) == 0 {
		records.Failure = errNoAnswer
	}
	for i := range records.Views {
		l.follow(ctx, &records.Views[i], aliases)
	}
	return records
}

// errNoAnswer says that no server of the zone answers for it.
var errNoAnswer = errors.New("no server of the zone answers")

// view asks one server for both families; nil: it gave no answer of its own.
func (l *lookup) view(ctx context.Context, server zoneServer, name string) *View {
	view := &View{Servers: []string{server.name}}
	for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
		answer, err := l.askServer(ctx, server, name, kind)
		if err != nil || isReferral(answer) {
			return nil
		}
		switch answer.Rcode {
		case dns.RcodeSuccess:
			view.Addresses = append(view.Addresses, addressesIn(answer.Answer)...)
		case dns.RcodeNameError:
			view.Missing = !slices.ContainsFunc(answer.Answer, isAlias)
		default:
			view.Refusal = dns.RcodeToString[answer.Rcode]
			return view
		}
		view.Alias = aliasOf(answer.Answer)
	}
	slices.SortFunc(view.Addresses, netip.Addr.Compare)
	view.Addresses = slices.Compact(view.Addresses)
	return view
}

// follow takes what an alias into another zone leads to. Where that is not
// known, nothing is.
func (l *lookup) follow(ctx context.Context, view *View, aliases int) {
	if view.Alias == "" || len(view.Addresses) > 0 || view.Refusal != "" || aliases == 0 {
		return
	}
	if target := l.addresses(ctx, view.Alias, aliases-1); len(target.Views) > 0 {
		view.Addresses, view.Refusal = target.Views[0].Addresses, target.Views[0].Refusal
	}
}

// isReferral says that a server sends elsewhere, or answers from memory: either
// way it does not speak for the zone.
func isReferral(answer *dns.Msg) bool {
	known := answer.Rcode == dns.RcodeSuccess || answer.Rcode == dns.RcodeNameError
	return known && !answer.Authoritative
}

func isAlias(record dns.RR) bool { return record.Header().Rrtype == dns.TypeCNAME }

// aliasOf is the end of the chain of aliases in an answer.
func aliasOf(answer []dns.RR) string {
	end := ""
	for _, record := range answer {
		if alias, right := record.(*dns.CNAME); right {
			end = plainName(alias.Target)
		}
	}
	return end
}

func addressesIn(answer []dns.RR) []netip.Addr {
	var addresses []netip.Addr
	for _, record := range answer {
		var data []byte
		switch record := record.(type) {
		case *dns.A:
			data = record.A.To4()
		case *dns.AAAA:
			data = record.AAAA
		}
		if address, right := netip.AddrFromSlice(data); right {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// merge puts a server's view beside an equal one.
func merge(views []View, next View) []View {
	for i := range views {
		if views[i].String() == next.String() {
			views[i].Servers = append(views[i].Servers, next.Servers...)
			return views
		}
	}
	return append(views, next)
}

// String is what the view says, without who says it: addresses, a code of the
// protocol, or "-" for nothing.
func (v View) String() string {
	switch {
	case v.Refusal != "":
		return v.Refusal
	case v.Missing:
		return "NXDOMAIN"
	case len(v.Addresses) == 0 && v.Alias != "":
		return v.Alias
	case len(v.Addresses) == 0:
		return "-"
	}
	var said []string
	for _, address := range v.Addresses {
		said = append(said, address.String())
	}
	return strings.Join(said, " ")
}
