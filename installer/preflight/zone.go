package preflight

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// mostServers bounds how many servers of a zone are asked; the root has 13.
const mostServers = 8

// zone is a part of the tree of names and the servers that answer for it.
type zone struct {
	name    string
	servers []zoneServer
}

// zoneServer is one server of a zone, and the places it answers at.
type zoneServer struct {
	name   string
	places []string // "address:port"
}

// lookup is one run of questions: names of one chaton mostly stand in one zone,
// which is looked for once.
type lookup struct {
	Resolver
	zones sync.Map // name -> func() (*zone, error), nil for what is no zone
}

var (
	// errNoZone is what a resolver gives that does not know even the root.
	errNoZone = errors.New("no zone found")
	// errNoServer says that the zone's servers have no address.
	errNoServer = errors.New("the servers of the zone have no address")
)

// zoneOf walks up from a name until it finds the zone that holds it.
func (l *lookup) zoneOf(ctx context.Context, name string) (*zone, error) {
	for at := dns.Fqdn(name); ; at = parent(at) {
		found, err := l.zoneAt(ctx, at)
		if err != nil || found != nil {
			return found, err
		}
		if at == "." {
			return nil, errNoZone
		}
	}
}

// zoneAt finds the zone that begins at a name, nil when none does.
func (l *lookup) zoneAt(ctx context.Context, name string) (*zone, error) {
	once, _ := l.zones.LoadOrStore(name, sync.OnceValues(func() (*zone, error) { return l.findZone(ctx, name) }))
	return once.(func() (*zone, error))()
}

func (l *lookup) findZone(ctx context.Context, name string) (*zone, error) {
	answer, err := l.recurse(ctx, name, dns.TypeSOA)
	if err != nil {
		return nil, err
	}
	begins := slices.ContainsFunc(answer.Answer, func(record dns.RR) bool {
		return record.Header().Rrtype == dns.TypeSOA && plainName(record.Header().Name) == plainName(name)
	})
	if !begins {
		return nil, nil
	}
	found := &zone{name: cmp.Or(plainName(name), ".")}
	if found.servers, err = l.serversOf(ctx, name); err != nil {
		return nil, err
	}
	return found, nil
}

func (l *lookup) serversOf(ctx context.Context, zone string) ([]zoneServer, error) {
	answer, err := l.recurse(ctx, zone, dns.TypeNS)
	if err != nil {
		return nil, err
	}
	var servers []zoneServer
	for _, record := range answer.Answer {
		if named, right := record.(*dns.NS); right && len(servers) < mostServers {
			if places := l.placesOf(ctx, named.Ns); len(places) > 0 {
				servers = append(servers, zoneServer{name: plainName(named.Ns), places: places})
			}
		}
	}
	if len(servers) == 0 {
		return nil, errNoServer
	}
	slices.SortFunc(servers, func(a, b zoneServer) int { return strings.Compare(a.name, b.name) })
	return servers, nil
}

// placesOf finds where a server answers, IPv4 first: a machine without IPv6 then
// loses no time.
func (l *lookup) placesOf(ctx context.Context, server string) []string {
	var places []string
	for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
		answer, err := l.recurse(ctx, server, kind)
		if err != nil {
			continue
		}
		for _, address := range addressesIn(answer.Answer) {
			places = append(places, net.JoinHostPort(address.String(), l.Port))
		}
	}
	return places
}

// askServer asks one server of a zone, at each of its places until one answers.
func (l *lookup) askServer(ctx context.Context, server zoneServer, name string, kind uint16) (*dns.Msg, error) {
	err := errNoServer
	for _, place := range server.places {
		var answer *dns.Msg
		if answer, err = l.ask(ctx, place, name, kind, false); err == nil {
			return answer, nil
		}
	}
	return nil, err
}
