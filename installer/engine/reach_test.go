package engine

import (
	"net"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// A container that is thrown away tells whether the host is reached from a
// network, and nothing of it is left.
func TestReal_WayIsTriedFromANetwork(t *testing.T) {
	e := realEngine(t)
	own := site.Image{Own: true, Reference: site.OwnImage + ":" + e.options.Slug}
	do(t, e, plan.Operation{Kind: plan.ImageImport, Image: &own})
	inside := isolated(t, e, "wiki")
	listener, err := net.Listen("tcp", net.JoinHostPort(inside.Gateway, "0"))
	must(t, err)
	way := Way{
		Network: inside.Name, Source: nextAddress(inside, 9),
		Target: inside.Gateway, Port: listener.Addr().(*net.TCPAddr).Port,
	}
	reached, err := e.Reaches(t.Context(), own, way)
	if err != nil || !reached {
		t.Errorf("with a listener: got %v, %v, want reached", reached, err)
	}
	must(t, listener.Close())
	reached, err = e.Reaches(t.Context(), own, way)
	if err != nil || reached {
		t.Errorf("without one: got %v, %v, want not reached", reached, err)
	}
	seen, err := e.Observe(t.Context(), e.options.Slug, []string{inside.Name + "-doctor"})
	must(t, err)
	if len(seen.Containers)+len(seen.Foreign) > 0 {
		t.Errorf("left: %v", seen)
	}
}

func TestReal_NeighboursAreNamedByIDAndAddress(t *testing.T) {
	e := realEngine(t)
	inside := isolated(t, e, "wiki")
	server := webContainer(programImage(t, e), inside)
	run(t, e, server)
	seen, err := e.Observe(t.Context(), e.options.Slug, nil)
	must(t, err)
	found, err := e.Neighbours(t.Context())
	must(t, err)
	name := e.ContainerName(server)
	for _, key := range []string{seen.Containers[0].ID, seen.Containers[0].Networks[inside.Name]} {
		if got := found.Names[key]; got != name {
			t.Errorf("%s: got %q, want %q", key, got, name)
		}
	}
	if subnet, listed := found.Subnets[inside.Name]; listed {
		t.Errorf("our own network %s is listed as another's", subnet)
	}
	if found.Subnets["bridge"] == "" {
		t.Errorf("got %v, want the engine's own bridge", found.Subnets)
	}
}
