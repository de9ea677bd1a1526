package trial

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// thirdParties looks in the pages that the tests saw, in the first page of each
// route and in the style sheets of all, for what a browser would fetch from
// somebody else by itself. What scripts ask for is not seen.
func (l *life) thirdParties(ctx context.Context) (told plan.Sentence, err error) {
	if len(l.chaton.service().Routes) == 0 {
		return told, absent(plan.Say("the module has no page"))
	}
	if err := l.lookAround(ctx); err != nil {
		return told, err
	}
	found := map[string]string{}
	addresses := map[string]bool{}
	for _, page := range l.prover.pages.seen {
		addresses[page.final] = true
		for _, wanted := range fetchedBy(page) {
			if host := l.strange(page.final, wanted); host != "" {
				found[host] = wanted + " (on " + path(page.final) + ")"
			}
		}
	}
	if len(found) > 0 {
		return told, fmt.Errorf("pages fetch from %s; the first: %s", strings.Join(keys(found), ", "), found[keys(found)[0]])
	}
	count := len(addresses)
	if l.prover.signed == nil {
		return plan.Say("%d pages and style sheets, signed out only", count), nil
	}
	return plan.Say("%d pages and style sheets, signed in too", count), nil
}

// lookAround gets the first pages, as a stranger and as whoever signed in, and
// the style sheets of all pages.
func (l *life) lookAround(ctx context.Context) error {
	stranger, err := l.chaton.visitor(&l.prover.pages)
	if err != nil {
		return err
	}
	defer stranger.close()
	visitors := []*visitor{stranger}
	if l.prover.signed != nil {
		visitors = append(visitors, l.prover.signed)
	}
	for _, visitor := range visitors {
		for _, route := range l.chaton.service().Routes {
			if _, err := visitor.ask(ctx, route.Host, &site.TestRequest{Method: "GET", Path: route.Path, Follow: true}); err != nil {
				return err
			}
		}
	}
	return l.sheets(ctx, stranger)
}

// sheets gets every style sheet of the chaton that a page or another sheet
// names, once. One that is not there fetches nothing.
func (l *life) sheets(ctx context.Context, visitor *visitor) error {
	asked := map[string]bool{}
	for next := 0; next < len(l.prover.pages.seen); next++ {
		page := l.prover.pages.seen[next]
		for _, wanted := range sheetsOf(page) {
			target, err := resolve(page.final, wanted)
			if err != nil || asked[target.String()] || !l.own(target.Hostname()) {
				continue
			}
			asked[target.String()] = true
			if _, err := visitor.ask(ctx, target.Hostname(), &site.TestRequest{Method: "GET", Path: target.RequestURI()}); err != nil {
				return err
			}
		}
	}
	return nil
}

// strange gives the host of an address that is not the chaton's own and that
// the module does not declare; "" for any other.
func (l *life) strange(page, wanted string) string {
	target, err := resolve(page, wanted)
	if err != nil || target.Scheme != "http" && target.Scheme != "https" || l.own(target.Hostname()) {
		return ""
	}
	if l.module.Privacy != nil {
		for _, declared := range l.module.Privacy.ThirdParties {
			if declared.Host == target.Hostname() {
				return ""
			}
		}
	}
	return target.Hostname()
}

func (l *life) own(host string) bool {
	return slices.Contains(l.chaton.standing.Site.HostNames(), host)
}

func resolve(page, wanted string) (*url.URL, error) {
	base, err := url.Parse(page)
	if err != nil {
		return nil, err
	}
	return base.Parse(strings.TrimSpace(wanted))
}

func path(address string) string {
	if parsed, err := url.Parse(address); err == nil {
		return parsed.RequestURI()
	}
	return address
}

func keys[Value any](values map[string]Value) []string { return slices.Sorted(maps.Keys(values)) }
