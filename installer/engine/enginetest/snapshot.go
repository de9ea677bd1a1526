package enginetest

import "encoding/json"

// Snapshot is all objects of an engine at one moment.
type Snapshot struct{ objects []byte }

// objects is what a snapshot holds.
type objects struct {
	Containers []*Container
	Networks   []*Network
	Volumes    []*Volume
	Images     []*Image
	Made       int
}

// Snapshot copies all objects.
func (d *Daemon) Snapshot() Snapshot {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	copied, err := json.Marshal(objects{d.Containers, d.Networks, d.Volumes, d.Images, d.made})
	if err != nil {
		panic(err)
	}
	return Snapshot{copied}
}

// Restore ends what runs, puts the objects back as they were, runs again what
// ran then, and forgets the changes and the cut. Meanwhile, while nothing
// runs, files puts back what the containers have of the host.
func (d *Daemon) Restore(from Snapshot, files func() error) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.endAll()
	if err := files(); err != nil {
		return err
	}
	var kept objects
	if err := json.Unmarshal(from.objects, &kept); err != nil {
		return err
	}
	d.Containers, d.Networks, d.Volumes, d.Images = kept.Containers, kept.Networks, kept.Volumes, kept.Images
	d.made, d.changes, d.cut = kept.Made, nil, cut{}
	for _, network := range d.Networks {
		if err := d.bridge(network); err != nil {
			return err
		}
	}
	for _, container := range d.Containers {
		if container.State == "running" {
			if err := d.run(container); err != nil {
				return err
			}
		}
	}
	return nil
}

// run starts what the test runs for a container.
func (d *Daemon) run(container *Container) error {
	if d.options.Run == nil {
		return nil
	}
	end, err := d.options.Run(*container)
	d.keep(container.ID, end)
	return err
}

// bridge makes what the test has for a network.
func (d *Daemon) bridge(network *Network) error {
	if d.options.Bridge == nil {
		return nil
	}
	end, err := d.options.Bridge(*network)
	d.keep(network.ID, end)
	return err
}

func (d *Daemon) keep(id string, end func()) {
	if end != nil {
		d.running[id] = end
	}
}

func (d *Daemon) end(id string) {
	if end := d.running[id]; end != nil {
		end()
		delete(d.running, id)
	}
}

func (d *Daemon) endAll() {
	for id := range d.running {
		d.end(id)
	}
}
