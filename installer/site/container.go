package site

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// making is where a container's block comes from and what it sees: the
// service's module, or the engine module of one of its databases.
type making struct {
	prefix  string // of names, "" for the service's own module
	module  *catalog.Module
	shaping scope
	running scope
}

// containers makes those of the service's own module; databases stand first.
func (a *assembly) containers() {
	var first []string
	for _, database := range a.service.Containers {
		first = append(first, database.Name)
	}
	m := making{module: a.module, shaping: a.shaping, running: a.running}
	for _, declared := range a.module.Containers {
		container := a.container(m, declared)
		container.After = append(slices.Clone(first), container.After...)
		if slices.Contains(first, container.Name) {
			a.author(declared.Range, "Name of a database's container", "Give this container another name.")
		}
		a.service.Containers = append(a.service.Containers, container)
	}
}

func (a *assembly) container(m making, declared *catalog.Container) *Container {
	a.mailNamed = false
	container := &Container{
		Service:      a.service.Name,
		Name:         m.prefix + declared.Name,
		Module:       m.module.Name + "@" + m.module.Version,
		Image:        a.image(m, declared),
		Entrypoint:   a.command(declared.Entrypoint, m.running),
		Command:      a.command(declared.Command, m.running),
		Environment:  a.strings(declared.Environment, m.running),
		Files:        a.files(m, declared),
		Mounts:       a.mounts(m, declared),
		Tmpfs:        a.tmpfs(m, declared),
		ReadOnly:     a.truth(declared.ReadOnly, m.shaping, true),
		Capabilities: a.capabilities(m, declared),
		Memory:       a.size(declared.Memory, m.shaping, 0),
		CPUs:         a.fraction(declared.CPUs, m.shaping, 1),
		Pids:         a.whole(declared.Pids, m.shaping, 256, 1, 1<<22),
		After:        a.after(m, declared),
		Egress:       a.sentences(declared.Egress, m.shaping),
		StopGrace:    a.duration(declared.StopGrace, m.shaping, 10*time.Second),
		Ports:        a.ports(m, declared),
		Health:       a.health(m, declared),
	}
	container.User = a.user(m, declared, container.Image)
	container.Mail = a.mailNamed
	if m.prefix == "" {
		container.Published, container.Certificates = a.published[declared.Name], a.certified[declared.Name]
	}
	container.Update = a.update(m, declared, container)
	if container.Memory == 0 {
		a.author(declared.Range, "No memory limit", "A container says how much memory it may take.")
	}
	if paths := container.Uncovered(); len(paths) > 0 && m.module.Kind == "engine" {
		a.author(declared.Range, "Data in memory", "The image declares a volume at "+paths[0]+", and no mount stands there.")
	}
	a.checkArchitecture(m, declared)
	return container
}

// user is what the module says, else what the built image says; "" is left to
// the pulled image.
func (a *assembly) user(m making, declared *catalog.Container, image Image) string {
	user := a.text(declared.User, m.shaping, "")
	if user == "" && image.Build != nil {
		return image.Build.User
	}
	if user != "" && !regexp.MustCompile(`^[0-9]{1,9}:[0-9]{1,9}$`).MatchString(user) {
		a.author(declared.User.Range(), "Wrong user", "Write numbers: \"uid:gid\".")
	}
	return user
}

// update lets two containers run side by side only where nothing has a single
// writer, unless the module's author knows better. One port of the host has one
// holder, whatever anybody knows.
func (a *assembly) update(m making, declared *catalog.Container, container *Container) string {
	fallback := "rolling"
	for _, mount := range container.Mounts {
		if !mount.ReadOnly {
			fallback = "replace"
		}
	}
	if len(container.Published) > 0 || a.prepares() {
		fallback = "replace"
	}
	update := a.text(declared.Update, m.shaping, fallback)
	if update == "rolling" && len(container.Published) > 0 {
		a.author(declared.Update.Range(), "Wrong update", "Two containers can't hold one port of the host. Write \"replace\".")
	}
	if update == "rolling" && a.prepares() {
		a.author(declared.Update.Range(), "Wrong update", "A job runs before new containers and may rewrite live data. Write \"replace\".")
	}
	if update != "rolling" && update != "replace" {
		a.author(declared.Update.Range(), "Wrong update", "Write \"rolling\" or \"replace\".")
	}
	return update
}

func (a *assembly) after(m making, declared *catalog.Container) []string {
	var awaited []string
	for _, name := range a.list(declared.After, m.shaping) {
		known := slices.ContainsFunc(m.module.Containers, func(c *catalog.Container) bool { return c.Name == name })
		if !known || name == declared.Name {
			a.author(declared.After.Range(), "Unknown container", "No other container is named \""+name+"\".")
		}
		awaited = append(awaited, m.prefix+name)
	}
	return awaited
}

func (a *assembly) capabilities(m making, declared *catalog.Container) []string {
	var wanted []string
	for _, name := range a.list(declared.Capabilities, m.shaping) {
		if !regexp.MustCompile(`^[A-Z][A-Z_]+$`).MatchString(name) {
			a.author(declared.Capabilities.Range(), "Wrong capability", "Write its name in capitals, for example \"NET_ADMIN\".")
		}
		wanted = append(wanted, strings.TrimPrefix(name, "CAP_"))
	}
	slices.Sort(wanted)
	return slices.Compact(wanted)
}

func (a *assembly) mounts(m making, declared *catalog.Container) []Mount {
	var mounts []Mount
	for _, each := range declared.Mounts {
		known := slices.ContainsFunc(m.module.Volumes, func(v *catalog.Volume) bool { return v.Name == each.Volume })
		if !known {
			a.author(each.Range, "Unknown volume", "The module has no volume \""+each.Volume+"\".")
		}
		mount := Mount{
			Volume:   m.prefix + each.Volume,
			Path:     a.text(each.Path, m.shaping, ""),
			ReadOnly: a.truth(each.ReadOnly, m.shaping, false),
		}
		a.checkPath(each.Range, mount.Path)
		mounts = append(mounts, mount)
	}
	return mounts
}

func (a *assembly) checkPath(where hcl.Range, path string) {
	if len(path) < 2 || path[0] != '/' || strings.Contains(path, "//") || slices.Contains(strings.Split(path, "/"), "..") {
		a.author(where, "Wrong path", "\""+path+"\" is no absolute path below /.")
	}
	if path == "/.chatiere" || strings.HasPrefix(path, "/.chatiere/") {
		a.author(where, "Wrong path", "/.chatiere is where the kit's probe stands.")
	}
}

func (a *assembly) ports(m making, declared *catalog.Container) []Port {
	var ports []Port
	for _, each := range declared.Ports {
		ports = append(ports, Port{Name: each.Name, Number: int(a.whole(each.Number, m.shaping, 0, 1, 65535))})
	}
	return ports
}

// tmpfs reads "/path", "/path:64MiB" and "/path:64MiB:exec".
func (a *assembly) tmpfs(m making, declared *catalog.Container) []Tmpfs {
	var mounted []Tmpfs
	for _, entry := range a.list(declared.Tmpfs, m.shaping) {
		parts := strings.Split(entry, ":")
		each := Tmpfs{Path: parts[0], Size: 64 << 20}
		a.checkPath(declared.Tmpfs.Range(), each.Path)
		right := len(parts) <= 3
		if len(parts) > 1 {
			each.Size, _ = parseSize(parts[1])
		}
		if len(parts) == 3 {
			each.Executable = parts[2] == "exec"
			right = right && each.Executable
		}
		if !right || each.Size == 0 {
			a.author(declared.Tmpfs.Range(), "Wrong tmpfs", "Write \"/path\", \"/path:64MiB\" or \"/path:64MiB:exec\".")
		}
		mounted = append(mounted, each)
	}
	return mounted
}

func (a *assembly) files(m making, declared *catalog.Container) []RenderedFile {
	var files []RenderedFile
	for _, each := range declared.Files {
		a.checkPath(each.Range, each.Path)
		content := a.text(each.Content, m.running, "")
		mode, err := strconv.ParseUint(a.text(each.Mode, m.running, "0440"), 8, 32)
		if err != nil || mode > 0o777 {
			a.author(each.Mode.Range(), "Wrong mode", "Write an octal number, for example \"0440\".")
		}
		files = append(files, RenderedFile{Path: each.Path, Content: content, Hash: hashOf(content), Mode: uint32(mode)})
	}
	return files
}
