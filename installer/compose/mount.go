package compose

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mounts carries over what a container has from outside its image.
func (i *importer) mounts(s *service, c *container) {
	for _, each := range s.items("volumes") {
		target := strings.TrimSuffix(each.text("target"), "/")
		each.take("type")
		switch each.values["type"] {
		case "tmpfs":
			i.temporary(each, c, target)
		case "bind":
			i.bind(each, c, target)
		case "volume":
			i.volume(each, c, target, each.text("source"))
		default:
			i.leave(each.path, say("this kind of mount has nothing like it here"))
			each.values = nil
		}
	}
	for _, entry := range s.words("tmpfs") {
		c.tmpfs = append(c.tmpfs, i.tmpfs(s, entry))
	}
	i.rendered(s, c)
}

func (i *importer) temporary(each *section, c *container, target string) {
	entry := target
	if size := strings.Trim(i.size(each.inside("tmpfs"), "size"), `"`); size != "" {
		entry += ":" + size
	}
	c.tmpfs = append(c.tmpfs, entry)
}

// tmpfs reads "/run:size=64m,exec"; options that a tmpfs always has here are
// taken, others named.
func (i *importer) tmpfs(s *service, entry string) string {
	target, options, _ := strings.Cut(entry, ":")
	size, exec := "", ""
	for _, option := range strings.Split(options, ",") {
		written, sized := strings.CutPrefix(option, "size=")
		switch {
		case sized:
			of := newSection(s.at("tmpfs"), map[string]any{"size": written})
			size = ":" + strings.Trim(i.size(of, "size"), `"`)
		case option == "exec":
			exec = ":exec"
		case option != "" && !slices.Contains([]string{"rw", "noexec", "nosuid", "nodev"}, option):
			i.leave(s.at("tmpfs"), say("the option %s of %s: a tmpfs belongs to the container’s user", option, target))
		}
	}
	if exec != "" && size == "" {
		size = ":64MiB"
	}
	return target + strings.TrimSuffix(size, ":") + exec
}

// machine is what belongs to the machine and to no service.
func machine(source string) (Sentence, bool) {
	switch {
	case strings.HasSuffix(source, "docker.sock"), strings.HasSuffix(source, "podman.sock"):
		return say("no container gets the engine’s socket: whoever has it is root on the machine"), true
	case source == "/etc/localtime", source == "/etc/timezone", source == "/usr/share/zoneinfo":
		return say("the time zone comes from the variable TZ"), true
	}
	for _, root := range []string{"/dev", "/proc", "/sys", "/lib", "/run", "/var/run", "/var/lib/docker", "/boot"} {
		if source == root || strings.HasPrefix(source, root+"/") {
			return say("no container sees the machine’s own %s", source), true
		}
	}
	return Sentence{}, source == "/"
}

// bind carries a small text file into the module and makes a volume of anything
// else.
func (i *importer) bind(each *section, c *container, target string) {
	source := each.text("source")
	each.inside("bind").take("create_host_path")
	if why, ours := machine(source); ours {
		if why.Format == "" {
			why = say("no container sees the machine’s own %s", source)
		}
		i.leave(each.path, why)
		each.values = nil
		return
	}
	if name := i.copied(source); name != "" {
		each.take("read_only")
		i.decide(each.path, say("the file %s is now %s of the module: look for secrets in it before you show it to anybody", source, name))
		c.files = append(c.files, file{path: target, content: `templatefile("` + name + `", {})`})
		return
	}
	if looksFile(target) && !i.folder(source) {
		i.leave(each.path, say("the file %s can’t be read here: write its content in a block file %q", source, target))
		each.values = nil
		return
	}
	i.volume(each, c, target, source)
	i.decide(each.path, say("%s becomes a volume that is empty at first: what software expects in it belongs in a file of the module or in its image", source))
}

// volume mounts the volume that stands for a source; without one, it is the
// container's own.
func (i *importer) volume(each *section, c *container, target, source string) {
	name := label(strings.Trim(filepath.Clean("/"+source), "/"))
	if source == "" {
		source = c.name + ":" + target
		name = label(c.name + "-" + path.Base(target))
	}
	at := slices.IndexFunc(i.volumes, func(v volume) bool { return v.source == source })
	if at < 0 {
		for number, base := 2, name; slices.ContainsFunc(i.volumes, func(v volume) bool { return v.name == name }); number++ {
			name = base + "-" + strconv.Itoa(number)
		}
		at = len(i.volumes)
		i.volumes = append(i.volumes, volume{name: name, source: source, holder: c.name, path: target})
	}
	name = i.volumes[at].name
	if slices.ContainsFunc(c.mounts, func(m mount) bool { return m.volume == name }) {
		i.leave(each.path, say("the volume %s stands at another path of this container already: a container mounts a volume once", name))
		each.values = nil
		return
	}
	c.mounts = append(c.mounts, mount{volume: name, path: target, readOnly: each.text("read_only") == "true"})
}

// looksFile tells whether a path is that of a file, by its ending: a volume can
// only stand at a folder.
func looksFile(target string) bool {
	ending := path.Ext(target)
	return ending != "" && ending != ".d" && !strings.HasPrefix(path.Base(target), ".")
}

// folder tells whether a source is a folder beside the compose file.
func (i *importer) folder(source string) bool {
	info, err := os.Stat(filepath.Join(i.loaded.folder, filepath.Clean("/"+source)))
	return err == nil && info.IsDir()
}

// copyLimit keeps data out of the module: configuration is short.
const copyLimit = 64 << 10

// copied takes a text file that lies beside the compose file into the module.
func (i *importer) copied(source string) string {
	// A compose file may come from a stranger: nothing outside its folder is read
	// for it.
	root, err := os.OpenRoot(i.loaded.folder)
	if err != nil {
		return ""
	}
	defer root.Close()
	info, err := root.Stat(filepath.Clean(source))
	if err != nil || !info.Mode().IsRegular() || info.Size() > copyLimit {
		return ""
	}
	content, err := root.ReadFile(filepath.Clean(source))
	if err != nil || !utf8.Valid(content) {
		return ""
	}
	name := path.Join("files", fileName(source))
	i.draft.files[name] = []byte(escaped(string(content)))
	return name
}

var unfitFile = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// fileName is one name for a path.
func fileName(source string) string {
	return strings.Trim(unfitFile.ReplaceAllString(filepath.ToSlash(filepath.Clean(source)), "-"), ".-")
}

// escaped keeps what a template would take for its own.
func escaped(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
}
