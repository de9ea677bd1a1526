package installer

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/gateway"
)

// withService replaces the routes of one service. Where a name goes from one
// service to another in one run, the one that comes first takes it: the gateway
// refuses two claims on one name, and the site was resolved without any, so the
// old claim is about to go.
func withService(routes gateway.Routes, service string, list []gateway.Route) gateway.Routes {
	var kept []gateway.Route
	for _, route := range routes.Routes {
		if route.Service != service && !slices.ContainsFunc(list, collides(route)) {
			kept = append(kept, withoutAliases(route, list))
		}
	}
	if routes.Site != nil && slices.ContainsFunc(list, collides(gateway.Route{Host: routes.Site.Host, Path: "/"})) {
		routes.Site = nil
	}
	routes.Routes = append(kept, list...)
	return routes
}

// withSite replaces the public site's route, in the same way.
func withSite(routes gateway.Routes, site *gateway.SiteRoute) gateway.Routes {
	if site != nil {
		list := []gateway.Route{{Host: site.Host, Path: "/", Aliases: site.Aliases}}
		routes = withService(routes, siteKey, list)
		routes.Routes = routes.Routes[:len(routes.Routes)-1]
	}
	routes.Site = site
	return routes
}

// collides finds who takes the place of a route, or makes its host an alias.
func collides(route gateway.Route) func(gateway.Route) bool {
	return func(taker gateway.Route) bool {
		return taker.Host == route.Host && taker.Path == route.Path || slices.Contains(taker.Aliases, route.Host)
	}
}

// withoutAliases gives a route without the aliases that the list takes.
func withoutAliases(route gateway.Route, list []gateway.Route) gateway.Route {
	route.Aliases = slices.DeleteFunc(slices.Clone(route.Aliases), func(alias string) bool {
		return slices.ContainsFunc(list, func(taker gateway.Route) bool {
			return taker.Host == alias || slices.Contains(taker.Aliases, alias)
		})
	})
	if len(route.Aliases) == 0 {
		route.Aliases = nil
	}
	return route
}

// refusalOf finds what the gateway refused of our own, nil when it took all. A
// bad route of another service is that one's failure (failures.md, 18).
func refusalOf(refused []gateway.Refusal, ours func(gateway.Refusal) bool) *gateway.Refusal {
	if ours == nil {
		return nil
	}
	for i := range refused {
		if ours(refused[i]) {
			return &refused[i]
		}
	}
	return nil
}

func ofRoutes(list []gateway.Route) func(gateway.Refusal) bool {
	return func(refusal gateway.Refusal) bool {
		return slices.ContainsFunc(list, func(route gateway.Route) bool {
			return route.Host == refusal.Host && (route.Path == refusal.Path || route.Path == "" && refusal.Path == "/")
		})
	}
}
