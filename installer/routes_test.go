package installer

import (
	"encoding/json"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"github.com/google/go-cmp/cmp"
)

func entrance(service, host, path string, aliases ...string) gateway.Route {
	return gateway.Route{
		Service: service, Host: host, Path: path, Aliases: aliases,
		Upstreams: []gateway.Upstream{{Address: "10.213.0.2:80"}},
	}
}

// A name may go from one service to another in one apply, in either order: the
// gateway refuses two claims on one name.
func TestWithService_TakesItsNamesFromWhoHadThem(t *testing.T) {
	before := gateway.Routes{
		Site: &gateway.SiteRoute{Host: "chat.example"},
		Routes: []gateway.Route{
			entrance("wiki", "wiki.example", "/", "w.example"),
			entrance("wiki", "wiki.example", "/api/"),
			entrance("pads", "pads.example", "/", "wiki2.example"),
		},
	}
	for _, test := range []struct {
		name string
		list []gateway.Route
		want []gateway.Route
		site string
	}{
		{"a host and path", []gateway.Route{entrance("notes", "wiki.example", "/")}, []gateway.Route{
			entrance("wiki", "wiki.example", "/api/"), entrance("pads", "pads.example", "/", "wiki2.example"),
			entrance("notes", "wiki.example", "/"),
		}, "chat.example"},
		{"an alias becomes a host", []gateway.Route{entrance("notes", "w.example", "/")}, []gateway.Route{
			entrance("wiki", "wiki.example", "/"), entrance("wiki", "wiki.example", "/api/"),
			entrance("pads", "pads.example", "/", "wiki2.example"), entrance("notes", "w.example", "/"),
		}, "chat.example"},
		{"a host becomes an alias", []gateway.Route{entrance("notes", "notes.example", "/", "wiki.example")}, []gateway.Route{
			entrance("pads", "pads.example", "/", "wiki2.example"), entrance("notes", "notes.example", "/", "wiki.example"),
		}, "chat.example"},
		{"an alias changes hands", []gateway.Route{entrance("notes", "notes.example", "/", "wiki2.example")}, []gateway.Route{
			entrance("wiki", "wiki.example", "/", "w.example"), entrance("wiki", "wiki.example", "/api/"),
			entrance("pads", "pads.example", "/"), entrance("notes", "notes.example", "/", "wiki2.example"),
		}, "chat.example"},
		{"the site's name", []gateway.Route{entrance("notes", "chat.example", "/")}, append(before.Routes[:3:3],
			entrance("notes", "chat.example", "/")), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := withService(before, "notes", test.list)
			site := ""
			if got.Site != nil {
				site = got.Site.Host
			}
			if diff := cmp.Diff(test.want, got.Routes); diff != "" || site != test.site {
				t.Errorf("site: got %q, want %q; -want +got\n%s", site, test.site, diff)
			}
			data, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if _, problems := gateway.Parse(data); len(problems) > 0 {
				t.Errorf("the gateway refuses: %v", problems)
			}
			if before.Routes[0].Aliases[0] != "w.example" || len(before.Routes) != 3 {
				t.Errorf("the routes before were changed: %v", before.Routes)
			}
		})
	}
}

func TestWithSite_TakesItsNameFromAService(t *testing.T) {
	before := gateway.Routes{Routes: []gateway.Route{
		entrance("wiki", "chat.example", "/"), entrance("wiki", "chat.example", "/.well-known/wiki/"),
	}}
	got := withSite(before, &gateway.SiteRoute{Host: "chat.example"})
	want := []gateway.Route{entrance("wiki", "chat.example", "/.well-known/wiki/")}
	if diff := cmp.Diff(want, got.Routes); diff != "" || got.Site == nil {
		t.Errorf("site: got %v; -want +got\n%s", got.Site, diff)
	}
}

func TestRefusal_OfAnotherServiceIsNotOurs(t *testing.T) {
	list := []gateway.Route{entrance("notes", "notes.example", "/")}
	refused := []gateway.Refusal{{Host: "pads.example", Path: "/", Reason: "bad"}}
	if got := refusalOf(refused, ofRoutes(list)); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
	refused = append(refused, gateway.Refusal{Host: "notes.example", Path: "/", Reason: "bad"})
	if got := refusalOf(refused, ofRoutes(list)); got == nil {
		t.Error("the service's own refusal: got nothing, want it said")
	}
}

func TestRoutes_WhatTheGatewayMayNotHaveLoadedIsNotServed(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	routes := gateway.Routes{Routes: []gateway.Route{entrance("wiki", "wiki.example", "/")}}
	read := func() int {
		t.Helper()
		got, err := state.readRoutes()
		if err != nil {
			t.Fatal(err)
		}
		return len(got.Routes)
	}
	if err := state.saveRoutes(routes); err != nil {
		t.Fatal(err)
	}
	// A run killed here leaves a gateway that serves the routes before.
	if loaded := state.routesLoaded(); loaded || read() != 1 {
		t.Errorf("saved only: got loaded %t, %d routes; want false, 1", loaded, read())
	}
	if err := state.markLoaded(); err != nil {
		t.Fatal(err)
	}
	if loaded := state.routesLoaded(); !loaded || read() != 1 {
		t.Errorf("loaded: got %t, %d routes; want true, 1", loaded, read())
	}
}
