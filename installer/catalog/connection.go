package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// connections checks that blocks name each other rightly, wherever the name is
// written out.
func (c *checker) connections(m *Module, root block) {
	for _, container := range m.Containers {
		c.container(container)
	}
	for _, route := range m.Routes {
		c.port(route.Container, route.Port)
	}
	c.published(m)
	for _, job := range m.Jobs {
		c.findContainer(job.Container)
	}
	for _, action := range m.Actions {
		c.findContainer(action.Container)
	}
	if backup, ok := root.child("backup"); ok {
		c.saved(m, backup.expression("exclude"))
	}
	if m.Engine != nil && m.Kind == "engine" {
		c.served(m)
	}
	c.softwareVersion(m)
}

func (c *checker) container(container *Container) {
	for _, mount := range container.Mounts {
		c.known("volume", mount.Volume, mount.Range)
	}
	for name, subject := range literalList(container.After) {
		if name == container.Name {
			c.add(subject, "Wrong after", "A container can't wait for itself.")
			continue
		}
		c.known("container", name, subject)
	}
	if container.Health == nil {
		return
	}
	if http := container.Health.HTTP; http != nil {
		c.ownPort(container.Name, http.Port)
	}
	if tcp := container.Health.TCP; tcp != nil {
		c.ownPort(container.Name, tcp.Port)
	}
	if interval, ok := literalString(container.Health.Interval); ok && shorterThan(interval, 10*time.Second) {
		c.warn(container.Health.Interval.Range(), "Short interval",
			"Each check starts a process; more often than every 10s it shows on a small machine.")
	}
}

// published checks the ports of containers that are open to the outside, and
// that none of these containers is replaced while it still holds its port.
func (c *checker) published(m *Module) {
	holding := map[string]bool{}
	for _, publish := range m.Publishes {
		if publish.Ports != nil && publish.HostPort != nil {
			c.add(publish.HostPort.Range(), "Wrong host_port", "A range is published one to one. Remove host_port, or publish one port.")
		}
		if name, found := c.port(publish.Container, publish.Port); found {
			holding[name] = true
		}
	}
	for _, container := range m.Containers {
		update, _ := literalString(container.Update)
		if update == "rolling" && holding[container.Name] {
			c.add(container.Update.Range(), "Wrong update",
				`A container with a published port can't be "rolling": two containers can't hold one port of the host. Write "replace".`)
		}
	}
}

func (c *checker) saved(m *Module, exclude hcl.Expression) {
	for _, hook := range []*Hook{m.Backup.Before, m.Backup.After} {
		if hook != nil {
			c.findContainer(hook.Container)
		}
	}
	for name, subject := range literalList(exclude) {
		volume, _, inside := strings.Cut(name, "/")
		if inside && volume != ".." {
			c.known("volume", volume, subject)
		}
	}
}

// served checks what an engine module says of its own blocks.
func (c *checker) served(m *Module) {
	engine := m.Engine
	c.known("container", engine.Container, engine.Range)
	c.known("volume", engine.Volume, engine.Range)
	if len(engine.Majors) == 0 {
		c.add(engine.Range, "Wrong majors", "An engine has at least one major version, for example majors = [\"17\"].")
	}
	if engine.VersionFile != "" && engine.Volume == "" {
		c.add(engine.Range, "Missing attribute", "version_file is looked for in the volume. Name it: volume = \"…\".")
	}
	dumps := engine.Dump != nil
	if dumps != (engine.Check != nil) || dumps != (engine.Load != nil) || (dumps && engine.Volume == "") {
		c.add(engine.Range, "Half a database", "A database has a volume and the blocks dump, check and load: what is dumped must be loaded again. A cache has none of these blocks.")
	}
}

// port checks a container and a port of it, and tells whether the container is
// written out and exists.
func (c *checker) port(container, port hcl.Expression) (string, bool) {
	name, found := c.findContainer(container)
	if found {
		c.ownPort(name, port)
	}
	return name, found
}

func (c *checker) findContainer(expression hcl.Expression) (string, bool) {
	name, ok := literalString(expression)
	return name, ok && c.known("container", name, expression.Range())
}

func (c *checker) ownPort(container string, expression hcl.Expression) {
	name, ok := literalString(expression)
	if ports := c.roster.ports[container]; ok && !slices.Contains(ports, name) {
		c.stranger("port", name, expression.Range(), ports)
	}
}

// known says that there is no block of that kind and name.
func (c *checker) known(kind, name string, subject hcl.Range) bool {
	if name == "" || c.roster.known[kind][name] {
		return true
	}
	c.stranger(kind, name, subject, c.roster.names[kind])
	return false
}

func (c *checker) stranger(kind, name string, subject hcl.Range, declared []string) {
	there := "None is declared."
	if len(declared) > 0 {
		there = "Declared: " + list(quoted(declared[:min(len(declared), 12)])) + "."
	}
	c.add(subject, "Unknown "+kind, "There is no %s %q. %s%s", kind, name, there, suggestion(name, declared))
}

// softwareVersion compares the version told with the image that runs.
func (c *checker) softwareVersion(m *Module) {
	if m.Software == nil || m.Software.Package != "" || m.Software.Version == "" {
		return
	}
	var tags []string
	for _, container := range m.Containers {
		image, ok := literalString(container.Image)
		if !ok {
			return
		}
		tags = append(tags, imageTag(image))
	}
	if len(tags) > 0 && !slices.Contains(tags, m.Software.Version) {
		c.add(m.Software.Range, "Wrong version", "The software's version is %q and the image's tag %s. Write the same in both.",
			m.Software.Version, list(quoted(tags)))
	}
}

// literalList gives the strings of a list that are written out, each with its
// place.
func literalList(expression hcl.Expression) map[string]hcl.Range {
	found := map[string]hcl.Range{}
	tuple, ok := expression.(*hclsyntax.TupleConsExpr)
	if !ok {
		return found
	}
	for _, item := range tuple.Exprs {
		if name, ok := literalString(item); ok {
			found[name] = item.Range()
		}
	}
	return found
}

func shorterThan(written string, limit time.Duration) bool {
	parsed, err := time.ParseDuration(written)
	return err == nil && parsed < limit && duration().holds(cty.StringVal(written))
}
