package compose

import "strings"

// skeleton is the draft as the files of a module.
func (i *importer) skeleton() *Skeleton {
	i.files["module.hcl"] = i.described()
	i.files["containers.hcl"] = i.running()
	i.files["tests.hcl"] = i.proven()
	i.files["CHANGELOG.md"] = []byte("# " + i.name + "\n\n## " + firstVersion + "\n\n" + i.options.Sayf("First version, from a compose file.") + "\n")
	i.todos()
	return &Skeleton{
		Name: i.name, Files: i.files, Left: i.left, Decided: i.decided, Todo: i.todo,
		Counts: Counts{
			Services: len(i.services), Containers: len(i.containers), Jobs: len(i.works), Databases: len(i.draft.databases),
			Volumes: len(i.volumes), Secrets: len(i.secrets.names), Routes: len(i.routes), Ports: len(i.publishes),
		},
	}
}

// firstVersion is below 1: nobody has seen it run.
const firstVersion = "0.1.0"

// described is what the module says of itself; what a person must write is a
// comment, so that the catalogue asks for it.
func (i *importer) described() []byte {
	w := &writer{}
	i.comment(w, i.options.Sayf("From a compose file. Lines that begin with \"# =>\" are to be written by a person who knows the software: chatiere module validate names each."))
	w.block("module \""+i.name+"\"", func() {
		w.line("language = 1")
		w.line(`version = "` + firstVersion + `"`)
		i.missing(w, `title = { fr = "…", en = "…" }`, i.options.Sayf("what it is, in two or three words"))
		i.missing(w, `summary = { fr = "…", en = "…" }`, i.options.Sayf("one sentence for those who choose"))
		i.missing(w, `category = "…"`, i.options.Sayf("one of those of the module language"))
	})
	w.line("")
	i.software(w)
	i.kept(w)
	i.privacy(w)
	return w.bytes()
}

// missing is an attribute that a person writes.
func (i *importer) missing(w *writer, example, what string) {
	w.line("# => " + example + " : " + what)
}

// comment writes a sentence in lines of a readable width.
func (i *importer) comment(w *writer, text string) {
	line := "#"
	for _, word := range strings.Fields(text) {
		if len(line)+len(word) > 79 {
			w.line(line)
			line = "#"
		}
		line += " " + word
	}
	w.line(line)
}

func (i *importer) software(w *writer) {
	w.block("software", func() {
		i.missing(w, `name = "…"`, i.options.Sayf("spelled as its authors do"))
		if tag := i.softwareVersion(); tag != "" {
			w.attribute("version", i.quote(tag))
		} else {
			i.missing(w, `version = "…"`, i.options.Sayf("the tag of its image"))
		}
		i.missing(w, `website = "https://…"`, i.options.Sayf("where people read of it"))
		i.missing(w, `source = "https://…"`, i.options.Sayf("where its code is"))
		i.missing(w, `license = "…"`, i.options.Sayf("its SPDX expression; only free software is taken in"))
	})
	w.line("")
}

// softwareVersion is the tag of the image that most containers have, the first
// one of those: a web server before the software is only one of them.
func (i *importer) softwareVersion() string {
	counts := map[string]int{}
	best := image{}
	for _, s := range i.services {
		if s.container != nil && s.image.written != "" {
			counts[s.image.written]++
		}
	}
	for _, s := range i.services {
		if counts[s.image.written] > counts[best.written] {
			best = s.image
		}
	}
	return fixed(best.tag)
}

func fixed(tag string) string {
	if tag == "latest" {
		return ""
	}
	return tag
}

// kept is what outlives containers: secrets, servers and volumes.
func (i *importer) kept(w *writer) {
	for _, name := range i.secrets.names {
		w.line(`secret "` + name + `" {}`)
	}
	w.line("")
	for _, d := range i.draft.databases {
		w.block(d.kind()+` "`+d.engine+`"`, func() { w.attribute("version", i.quote(d.version)) })
		w.line("")
	}
	for _, v := range i.volumes {
		w.block(`volume "`+v.name+`"`, func() {
			w.line("backup = true")
			w.line(`description = { fr = ` + i.quote("Données de "+v.holder+" ("+v.path+")") + `, en = ` + i.quote("Data of "+v.holder+" ("+v.path+")") + ` }`)
		})
		w.line("")
	}
}

func (i *importer) privacy(w *writer) {
	w.block("privacy", func() {
		i.missing(w, `purpose = { fr = "…", en = "…" }`, i.options.Sayf("what the data of people is used for"))
		i.missing(w, `legal_basis = "contract"`, i.options.Sayf("or another one of the module language"))
	})
	w.line("")
	w.block("rights", func() {
		i.missing(w, `export = { fr = "…", en = "…" }`, i.options.Sayf("how a person takes their data away"))
		i.missing(w, `erase = { fr = "…", en = "…" }`, i.options.Sayf("how it is deleted"))
		i.missing(w, `formats = ["…"]`, i.options.Sayf("the formats in which it leaves"))
	})
}

// proven asks for the first page, which is little; a person writes tests that
// use the service as people do.
func (i *importer) proven() []byte {
	w := &writer{}
	switch {
	case len(i.routes) > 0:
		w.block(`test "first page"`, func() {
			w.block("request", func() { w.line(`path = "` + strings.TrimSuffix("/"+strings.Trim(i.routes[0].path, "/"), "/") + `/"`) })
			w.block("expect", func() { w.line("status = 200") })
		})
	case len(i.publishes) > 0:
		w.block(`test "port answers"`, func() {
			w.block("tcp", func() { w.line(`publish = "` + i.publishes[0].name + `"`) })
		})
	default:
		i.comment(w, i.options.Sayf("=> test \"…\" { … }: at least one, which uses the service as people do"))
	}
	return w.bytes()
}
