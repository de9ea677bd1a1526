package enginetest

import (
	"net/http"
	"net/netip"
	"slices"
)

// Network is one network of the fake engine.
type Network struct {
	ID       string
	Name     string
	Labels   map[string]string
	Subnet   string
	Internal bool
}

func (d *Daemon) serveNetworks(mux *http.ServeMux) {
	mux.HandleFunc("GET /networks", func(w http.ResponseWriter, _ *http.Request) {
		list := []map[string]any{}
		for _, network := range d.Networks {
			list = append(list, network.inspect())
		}
		answer(w, list)
	})
	mux.HandleFunc("GET /networks/{id}", d.onNetwork(func(w http.ResponseWriter, _ *http.Request, found *Network) { answer(w, found.inspect()) }))
	mux.HandleFunc("DELETE /networks/{id}", d.onNetwork(d.removeNetwork))
	mux.HandleFunc("POST /networks/create", d.createNetwork)
	mux.HandleFunc("POST /networks/{id}/connect", d.onNetwork(d.connect))
	mux.HandleFunc("POST /networks/{id}/disconnect", d.onNetwork(d.disconnect))
}

// network finds by ID or name.
func (d *Daemon) network(id string) *Network {
	for _, network := range d.Networks {
		if network.ID == id || network.Name == id {
			return network
		}
	}
	return nil
}

func (d *Daemon) onNetwork(do func(http.ResponseWriter, *http.Request, *Network)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if found := d.network(r.PathValue("id")); found != nil {
			do(w, r, found)
			return
		}
		fail(w, http.StatusNotFound, "network "+r.PathValue("id")+" not found")
	}
}

func (d *Daemon) createNetwork(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Name     string
		Internal bool
		Labels   map[string]string
		IPAM     struct{ Config []struct{ Subnet string } }
	}
	read(r, &body)
	made := &Network{ID: d.id(), Name: body.Name, Labels: body.Labels, Internal: body.Internal}
	if len(body.IPAM.Config) > 0 {
		made.Subnet = body.IPAM.Config[0].Subnet
	}
	switch {
	case d.network(made.Name) != nil:
		fail(w, http.StatusConflict, "network with name "+made.Name+" already exists")
	case slices.ContainsFunc(d.Networks, made.overlaps):
		fail(w, http.StatusForbidden, "Pool overlaps with other one on this address space")
	default:
		if err := d.bridge(made); err != nil {
			fail(w, http.StatusInternalServerError, err.Error())
			return
		}
		d.Networks = append(d.Networks, made)
		w.WriteHeader(http.StatusCreated)
		answer(w, map[string]any{"Id": made.ID})
	}
}

func (n *Network) overlaps(other *Network) bool {
	one, err := netip.ParsePrefix(n.Subnet)
	if err != nil {
		return false
	}
	two, err := netip.ParsePrefix(other.Subnet)
	return err == nil && one.Overlaps(two)
}

// contains is true for a network that doesn't say what it has.
func (n *Network) contains(address string) bool {
	prefix, err := netip.ParsePrefix(n.Subnet)
	if err != nil {
		return true
	}
	parsed, err := netip.ParseAddr(address)
	return err == nil && prefix.Contains(parsed)
}

func (d *Daemon) removeNetwork(w http.ResponseWriter, _ *http.Request, found *Network) {
	for _, container := range d.Containers {
		if _, in := container.Networks[found.Name]; in && container.alive() {
			fail(w, http.StatusForbidden, "error while removing network: network "+found.Name+" id "+found.ID+" has active endpoints")
			return
		}
	}
	d.end(found.ID)
	d.Networks = slices.DeleteFunc(d.Networks, func(n *Network) bool { return n == found })
	w.WriteHeader(http.StatusNoContent)
}

func (d *Daemon) connect(w http.ResponseWriter, r *http.Request, found *Network) {
	var wanted struct {
		Container      string
		EndpointConfig *endpoint
	}
	read(r, &wanted)
	joining := d.container(wanted.Container)
	if joining == nil {
		fail(w, http.StatusNotFound, "No such container: "+wanted.Container)
		return
	}
	address := wanted.EndpointConfig.address()
	if joining.alive() {
		_, in := joining.Networks[found.Name]
		switch {
		case in:
			fail(w, http.StatusForbidden, "endpoint with name "+joining.Name+" already exists in network "+found.Name)
			return
		case address == "":
			address = d.freeAddress(found)
		case !found.contains(address):
			fail(w, http.StatusBadRequest, "Invalid address "+address+": It does not belong to any of this network's subnets")
			return
		case d.holder(found.Name, address, joining) != nil:
			fail(w, http.StatusForbidden, "Address already in use")
			return
		}
		joining.Joined[found.Name] = found.ID
	}
	joining.Networks[found.Name] = address
}

func (d *Daemon) disconnect(w http.ResponseWriter, r *http.Request, found *Network) {
	var wanted struct{ Container string }
	read(r, &wanted)
	leaving := d.container(wanted.Container)
	if leaving == nil {
		fail(w, http.StatusNotFound, "No such container: "+wanted.Container)
		return
	}
	if _, in := leaving.Networks[found.Name]; !in {
		fail(w, http.StatusForbidden, "container "+leaving.ID+" is not connected to network "+found.Name)
		return
	}
	delete(leaving.Networks, found.Name)
	delete(leaving.Joined, found.Name)
}

// holder is who has an address in a network: a stopped container holds none.
func (d *Daemon) holder(network, address string, except *Container) *Container {
	for _, container := range d.Containers {
		if container != except && container.alive() && address != "" && container.Networks[network] == address {
			return container
		}
	}
	return nil
}

func (d *Daemon) freeAddress(network *Network) string {
	prefix, err := netip.ParsePrefix(network.Subnet)
	if err != nil {
		return ""
	}
	address := prefix.Addr().Next().Next()
	for d.holder(network.Name, address.String(), nil) != nil {
		address = address.Next()
	}
	return address.String()
}

func (n *Network) inspect() map[string]any {
	return map[string]any{
		"Id": n.ID, "Name": n.Name, "Labels": n.Labels, "Internal": n.Internal,
		"IPAM": map[string]any{"Config": []map[string]any{{"Subnet": n.Subnet}}},
	}
}
