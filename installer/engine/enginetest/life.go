package enginetest

import (
	"fmt"
	"net/http"
	"os"
)

// serveLives is what makes a container run and end.
func (d *Daemon) serveLives(mux *http.ServeMux) {
	mux.HandleFunc("POST /containers/{id}/start", d.onContainer(d.startContainer))
	mux.HandleFunc("POST /containers/{id}/stop", d.onContainer(func(w http.ResponseWriter, _ *http.Request, found *Container) {
		if !found.alive() {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		d.stop(found)
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("POST /containers/{id}/pause", d.onContainer(d.setState("running", "paused")))
	mux.HandleFunc("POST /containers/{id}/unpause", d.onContainer(d.setState("paused", "running")))
}

func (d *Daemon) setState(from, to string) func(http.ResponseWriter, *http.Request, *Container) {
	return func(w http.ResponseWriter, _ *http.Request, found *Container) {
		if found.State != from {
			fail(w, http.StatusConflict, fmt.Sprintf("Container %s is not %s", found.Name, from))
			return
		}
		found.State = to
		w.WriteHeader(http.StatusNoContent)
	}
}

func (d *Daemon) stop(found *Container) {
	d.end(found.ID)
	found.State, found.Health = "exited", ""
}

func (d *Daemon) startContainer(w http.ResponseWriter, _ *http.Request, found *Container) {
	switch found.State {
	case "running":
		w.WriteHeader(http.StatusNotModified)
		return
	case "paused":
		fail(w, http.StatusConflict, "cannot start a paused container, try unpause instead")
		return
	}
	if status, refusal := d.join(found); refusal != "" {
		fail(w, status, refusal)
		return
	}
	found.State, found.Health = "running", "starting"
	if err := d.run(found); err != nil {
		found.State, found.Health, found.ExitCode = "exited", "", 1
	} else if d.options.Ends != nil {
		if code, ends := d.options.Ends(*found); ends {
			found.State, found.Health, found.ExitCode = "exited", "", code
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// join gives a container its place in every network, or says what is in the
// way. A network is known by the ID that it had at the first start.
func (d *Daemon) join(found *Container) (status int, refusal string) {
	for path, source := range found.Binds {
		if _, err := os.Stat(source); err != nil {
			return http.StatusBadRequest, fmt.Sprintf("error mounting %q to rootfs at %q: no such file or directory", source, path)
		}
	}
	for name := range found.Networks {
		wanted := name
		if found.Joined[name] != "" {
			wanted = found.Joined[name]
		}
		network := d.network(wanted)
		switch {
		case name == "host", name == "none":
			continue
		case network == nil:
			return http.StatusNotFound, "network " + wanted + " not found"
		case found.Networks[name] == "":
			found.Networks[name] = d.freeAddress(network)
		case !network.contains(found.Networks[name]):
			return http.StatusBadRequest, "Invalid address " + found.Networks[name] + ": It does not belong to any of this network's subnets"
		case d.holder(name, found.Networks[name], found) != nil:
			return http.StatusForbidden, "Address already in use"
		}
		found.Joined[name] = network.ID
	}
	return 0, ""
}
