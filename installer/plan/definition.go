package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// definition lists what differs between the definition that a container was
// made from and the wanted one, both with secrets replaced by their names. The
// first is known from the last apply's record; nil when that is lost, or when
// the container is none of it.
func (m *maker) definition(wanted *site.Container, existing *Container) []Change {
	if wanted == m.want.Gateway {
		return m.gatewayChanges()
	}
	old := recorded(m.have.Applied, existing.Service, existing.Container)
	new := recorded(m.want.Shown, wanted.Service, wanted.Name)
	if old == nil || new == nil || old.Spec != existing.Spec {
		return nil
	}
	changes := fieldChanges(old, new)
	if len(changes) == 0 {
		// Equal but for the fingerprint: a value that is not shown.
		return []Change{{Field: "secret", Old: hidden, New: hidden}}
	}
	return changes
}

// hidden stands for both values of a secret.
const hidden = "(hidden)"

func recorded(s *site.Site, service, name string) *site.Container {
	if s == nil || s.Service(service) == nil {
		return nil
	}
	for _, container := range s.Service(service).Containers {
		if container.Name == name {
			return container
		}
	}
	return nil
}

func fieldChanges(old, new *site.Container) []Change {
	before, after := fieldsOf(old), fieldsOf(new)
	var changes []Change
	for i, field := range before {
		if field.value != after[i].value {
			changes = append(changes, Change{Field: field.name, Old: field.value, New: after[i].value})
		}
	}
	changes = append(changes, mapChanges("env ", old.Environment, new.Environment)...)
	return append(changes, mapChanges("file ", filesOf(old), filesOf(new))...)
}

// field is one attribute of a container as people write it.
type field struct{ name, value string }

// fieldsOf lists what goes into a spec, but environment and files; always the
// same fields in the same order.
func fieldsOf(c *site.Container) []field {
	health := c.Health
	health.Host = ""
	return []field{
		{"image", c.Image.Name()},
		{"entrypoint", strings.Join(c.Entrypoint, " ")},
		{"command", strings.Join(c.Command, " ")},
		{"user", c.User},
		{"mounts", joined(c.Mounts, func(m site.Mount) string { return m.Volume + ":" + m.Path + readOnly(m.ReadOnly) })},
		{"tmpfs", joined(c.Tmpfs, func(t site.Tmpfs) string { return t.Path + ":" + size(t.Size) })},
		{"read_only", strconv.FormatBool(c.ReadOnly)},
		{"capabilities", strings.Join(c.Capabilities, " ")},
		{"memory", size(c.Memory)},
		{"cpus", number(c.CPUs)},
		{"pids", strconv.FormatInt(c.Pids, 10)},
		{"stop_grace", c.StopGrace.String()},
		{"health", healthText(health)},
		{"hosts", strings.Join(c.Hosts, " ")},
		{"networks", joined(c.Networks, func(a site.Attachment) string { return a.Network })},
		{"job", jobText(c.Job)},
		{"published", joined(c.Published, site.Publish.String)},
		{"certificates", strings.Join(c.CertificateHosts(), " ")},
	}
}

func jobText(job *site.Job) string {
	if job == nil {
		return ""
	}
	return fmt.Sprintf("every %s (timeout %s)", job.Every, job.Timeout)
}

func readOnly(only bool) string {
	if only {
		return " (read-only)"
	}
	return ""
}

func joined[T any](values []T, text func(T) string) string {
	var texts []string
	for _, value := range values {
		texts = append(texts, text(value))
	}
	return strings.Join(texts, ", ")
}

func healthText(h site.Health) string {
	checked := h.Kind
	switch h.Kind {
	case "command":
		checked = strings.Join(h.Command, " ")
	case "http":
		checked = fmt.Sprintf("http %d%s", h.Port, h.Path)
		if h.Status != 0 {
			checked += fmt.Sprintf(" = %d", h.Status)
		}
	case "tcp":
		checked = fmt.Sprintf("tcp %d", h.Port)
	}
	return fmt.Sprintf("%s (start %s, interval %s, timeout %s, retries %d)", checked, h.Start, h.Interval, h.Timeout, h.Retries)
}

func filesOf(c *site.Container) map[string]string {
	files := map[string]string{}
	for _, file := range c.Files {
		files[file.Path] = fmt.Sprintf("%s mode %04o", file.Hash[:min(8, len(file.Hash))], file.Mode)
	}
	return files
}

// mapChanges compares by name.
func mapChanges(prefix string, old, new map[string]string) []Change {
	var changes []Change
	for name, value := range old {
		if after, kept := new[name]; !kept || after != value {
			changes = append(changes, Change{Field: prefix + name, Old: value, New: after})
		}
	}
	for name, value := range new {
		if _, known := old[name]; !known {
			changes = append(changes, Change{Field: prefix + name, New: value})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Field, b.Field) })
	return changes
}

// size writes bytes as the languages do, in the largest unit that is exact.
func size(bytes int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	for len(units) > 1 && bytes != 0 && bytes%1024 == 0 {
		bytes, units = bytes/1024, units[1:]
	}
	return strconv.FormatInt(bytes, 10) + units[0]
}
