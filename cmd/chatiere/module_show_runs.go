package main

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// showRuns tells what is open, what goes out, and what is asked.
func (a *app) showRuns(s *sheet) {
	say, m, language := a.printer.Sayf, s.module, a.printer.Language()
	var questions []string
	for _, variable := range m.Variables {
		must := ""
		if variable.Default == nil {
			must = " (" + say("to be answered") + ")"
		}
		questions = append(questions, say("%s: %s", variable.Name, variable.Label.In(language))+must)
	}
	s.add(say("Questions"), questions...)
	var open []string
	for _, route := range m.Routes {
		path, known := catalog.Written(route.Path)
		if !known {
			path = "/"
		}
		open = append(open, say("a page at %s, through the gateway", path))
	}
	for _, publish := range m.Publishes {
		open = append(open, say("port %s (%s), open to all", publishedPort(m, publish), protocols(publish)))
	}
	s.add(say("Open to the outside"), open...)
	s.add(say("Going out"), a.goingOut(m)...)
	var others []string
	for _, uses := range m.Uses {
		others = append(others, say("%s: %s", uses.Name, uses.Label.In(language)))
	}
	s.add(say("Uses of the same chaton"), others...)
}

// goingOut tells which containers reach the internet, and why.
func (a *app) goingOut(m *catalog.Module) []string {
	var out []string
	for _, container := range m.Containers {
		if container.Egress == nil {
			continue
		}
		reason := catalog.WrittenText(container.Egress).In(a.printer.Language())
		if reason == "" {
			reason = a.printer.Sayf("as the answers say")
		}
		out = append(out, a.printer.Sayf("%s: %s", container.Name, reason))
	}
	if len(out) == 0 {
		out = append(out, a.printer.Sayf("nothing: no container reaches the internet"))
	}
	return out
}

// publishedPort is the port of the host, a range, or the port's name where the
// number depends on the chaton.
func publishedPort(m *catalog.Module, publish *catalog.Publish) string {
	for _, expression := range []hcl.Expression{publish.HostPort, publish.Ports} {
		if written, known := catalog.Written(expression); known {
			return written
		}
	}
	name, _ := catalog.Written(publish.Port)
	within, _ := catalog.Written(publish.Container)
	for _, container := range m.Containers {
		for _, port := range container.Ports {
			if number, known := catalog.Written(port.Number); known && container.Name == within && port.Name == name {
				return number
			}
		}
	}
	return name
}

func protocols(publish *catalog.Publish) string {
	if names := catalog.WrittenList(publish.Protocols); len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return "tcp"
}
