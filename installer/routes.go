package installer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// siteKey is the place of the public site among routes by service.
const siteKey = ""

// routesOf describes the entrances of one service. The identity of a container
// is given by `identify`: its ID on the engine when routes are written, the
// beginning of its spec when they are compared.
func routesOf(service *site.Service, identify func(*site.Container) string) []gateway.Route {
	var routes []gateway.Route
	for i, route := range service.Routes {
		described := gateway.Route{
			Host: route.Host, Path: route.Path, Service: service.Name,
			BodyLimit: route.BodyLimit, Timeout: gateway.Duration(route.Timeout), Headers: route.Headers,
			OnTrial: service.OnTrial(), Closing: closingOf(service),
		}
		if i == 0 {
			described.Aliases = service.Aliases
		}
		for _, container := range service.Containers {
			if container.Name == route.Container && len(container.Networks) > 0 {
				described.Upstreams = append(described.Upstreams, gateway.Upstream{
					Address:   net.JoinHostPort(container.Networks[0].Address, strconv.Itoa(route.Port)),
					Container: identify(container),
				})
			}
		}
		routes = append(routes, described)
	}
	return routes
}

func siteRoute(s *site.Site) *gateway.SiteRoute {
	if s.Page.Publish == "none" || s.Page.Publish == "folder" {
		return nil
	}
	return &gateway.SiteRoute{Host: s.SiteHost()}
}

// wantedRoutes is the text of every service's routes, for plan.Want.
func wantedRoutes(s *site.Site) map[string]string {
	texts := map[string]string{}
	for _, service := range s.Services {
		if len(service.Routes) > 0 {
			texts[service.Name] = text(routesOf(service, specMark))
		}
	}
	if route := siteRoute(s); route != nil {
		texts[siteKey] = text(route)
	}
	if logs := gatewayLogs(s.Logs); !logs.Empty() {
		texts[plan.LogsKey] = logs.String()
	}
	if names := s.OwnNames(); len(names) > 0 {
		texts[plan.NamesKey] = strings.Join(names, ", ")
	}
	return texts
}

// servedRoutes is the text of what the routes file holds, with containers
// named as wantedRoutes names them.
func servedRoutes(routes gateway.Routes, have plan.Observed) map[string]string {
	marks := map[string]string{}
	for _, container := range have.Containers {
		marks[container.ID] = shortSpec(container.Spec)
	}
	byService := map[string][]gateway.Route{}
	for _, route := range routes.Routes {
		route.Upstreams = slices.Clone(route.Upstreams)
		for i := range route.Upstreams {
			route.Upstreams[i].Container = marks[route.Upstreams[i].Container]
		}
		byService[route.Service] = append(byService[route.Service], route)
	}
	texts := map[string]string{}
	for service, list := range byService {
		texts[service] = text(list)
	}
	if routes.Site != nil {
		texts[siteKey] = text(routes.Site)
	}
	if routes.Logs != nil && !routes.Logs.Empty() {
		texts[plan.LogsKey] = routes.Logs.String()
	}
	if len(routes.Names) > 0 {
		texts[plan.NamesKey] = strings.Join(routes.Names, ", ")
	}
	return texts
}

func specMark(container *site.Container) string { return shortSpec(container.Spec) }

func shortSpec(spec string) string { return spec[:min(8, len(spec))] }

func text(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic("installer: routes are not JSON: " + err.Error())
	}
	return string(data)
}

// readRoutes reads the routes file; absent, it serves nothing. Routes that the
// gateway would refuse are left out, and so planned again.
func (s State) readRoutes() (gateway.Routes, error) {
	data, err := s.readGateway(gateway.RoutesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return gateway.Routes{}, nil
	}
	if err != nil {
		return gateway.Routes{}, fmt.Errorf("read the gateway's routes: %w", err)
	}
	routes, _ := gateway.Parse(data)
	return routes, nil
}

// saveRoutes hands routes to the gateway. Until it said that it serves them
// (markLoaded) a mark stands in the state folder: a run killed in between
// leaves a gateway that serves the routes before, whatever the file says.
func (s State) saveRoutes(routes gateway.Routes) error {
	if err := disk.Replace(s.unloaded(), nil, 0o600); err != nil {
		return err
	}
	if err := gateway.Save(s.Gateway(), routes); err != nil {
		return err
	}
	return s.giveToGateway(gateway.RoutesFile)
}

func (s State) markLoaded() error { return os.Remove(s.unloaded()) }

func (s State) routesLoaded() bool {
	_, err := os.Stat(s.unloaded())
	return errors.Is(err, fs.ErrNotExist)
}

func (s State) unloaded() string { return filepath.Join(s.Folder, "routes.unloaded") }
