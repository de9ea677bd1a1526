package compose

import "strconv"

// running is what runs and where it is reached.
func (i *importer) running() []byte {
	w := &writer{}
	for _, c := range i.containers {
		w.block(`container "`+c.name+`"`, func() { i.writeContainer(w, c) })
		w.line("")
	}
	for _, r := range i.routes {
		w.block(`route "`+r.name+`"`, func() {
			w.attribute("container", quoted(r.container))
			w.attribute("port", quoted(r.port))
			if r.path != "" && r.path != "/" {
				w.attribute("path", quoted(r.path))
			}
		})
		w.line("")
	}
	i.writePublishes(w)
	for _, j := range i.works {
		w.block(`job "`+j.name+`"`, func() {
			w.attribute("container", quoted(j.container))
			w.attribute("command", j.command)
			w.attribute("when", quoted("before"))
		})
		w.line("")
	}
	return w.bytes()
}

func (i *importer) writeContainer(w *writer, c *container) {
	if c.image == "" {
		i.missing(w, `image = "…"`, i.options.Sayf("with its version; or a block build"))
	}
	w.attribute("image", c.image)
	w.attribute("entrypoint", c.entrypoint)
	w.attribute("command", c.command)
	w.attribute("user", c.user)
	i.writeEnvironment(w, c)
	for _, f := range c.files {
		w.block("file "+quoted(f.path), func() {
			w.attribute("content", f.content)
			if f.mode != "" {
				w.attribute("mode", quoted(f.mode))
			}
		})
	}
	for _, m := range c.mounts {
		w.block("mount "+quoted(m.volume), func() {
			w.attribute("path", i.quote(m.path))
			if m.readOnly {
				w.line("read_only = true")
			}
		})
	}
	i.writeLimits(w, c)
	for _, p := range c.ports {
		w.block("port "+quoted(p.name), func() { w.attribute("number", strconv.Itoa(p.number)) })
	}
	i.writeHealth(w, c)
}

func (i *importer) writeEnvironment(w *writer, c *container) {
	if len(c.env) == 0 {
		return
	}
	w.line("env = {")
	for _, each := range c.env {
		w.line(key(each.name) + " = " + each.expression)
	}
	w.line("}")
}

func (i *importer) writeLimits(w *writer, c *container) {
	w.attribute("tmpfs", words(c.tmpfs))
	if c.memory == "" {
		i.missing(w, `memory = "…MiB"`, i.options.Sayf("the most that it needs, as measured"))
	}
	w.attribute("memory", c.memory)
	w.attribute("cpus", c.cpus)
	w.attribute("pids", c.pids)
	w.attribute("capabilities", words(c.rights))
	w.attribute("after", words(c.after))
	if c.stopGrace != "" {
		w.attribute("stop_grace", quoted(c.stopGrace))
	}
}

func (i *importer) writeHealth(w *writer, c *container) {
	h := c.health
	if h.absent() {
		i.missing(w, `health { command = ["…"] }`, i.options.Sayf("how one knows that it works"))
		return
	}
	w.block("health", func() {
		switch {
		case h.command != "":
			w.attribute("command", h.command)
		case h.path != "":
			w.block("http", func() {
				w.attribute("port", quoted(h.port))
				w.attribute("path", i.quote(h.path))
			})
		default:
			w.block("tcp", func() { w.attribute("port", quoted(h.port)) })
		}
		for _, each := range []assignment{{"start", h.start}, {"interval", h.interval}, {"timeout", h.timeout}} {
			if each.expression != "" {
				w.attribute(each.name, quoted(each.expression))
			}
		}
		w.attribute("retries", h.retries)
	})
}

func (i *importer) writePublishes(w *writer) {
	for _, p := range i.publishes {
		w.block(`publish "`+p.name+`"`, func() {
			w.attribute("container", quoted(p.container))
			if p.ports != "" {
				w.attribute("ports", quoted(p.ports))
			} else {
				w.attribute("port", quoted(p.port))
			}
			if len(p.protocols) > 1 || p.protocols[0] != "tcp" {
				w.attribute("protocols", words(p.protocols))
			}
			if p.hostPort > 0 {
				w.attribute("host_port", strconv.Itoa(p.hostPort))
			}
		})
		w.line("")
	}
}

// quoted is for words that hold nothing but letters, digits and signs.
func quoted(word string) string { return strconv.Quote(word) }

// words is a list of such words, "" when there are none.
func words(all []string) string {
	if len(all) == 0 {
		return ""
	}
	text := "["
	for at, word := range all {
		if at > 0 {
			text += ", "
		}
		text += `"` + literal(word) + `"`
	}
	return text + "]"
}

// key is a name of the environment, quoted where HCL needs it.
func key(name string) string {
	for at, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (at == 0 || r < '0' || r > '9') {
			return `"` + literal(name) + `"`
		}
	}
	return name
}
