package compose

import (
	"slices"
	"strconv"
)

// port is one port of a service.
type port struct {
	number    int
	published int // of the host; 0: only inside
	protocol  string
	address   string // of the host; "" is all of them
	name      string // its own, where compose gives one
	path      []string
}

// readPorts takes the ports that a service opens, to the host or inside.
func readPorts(s *section) []port {
	var found []port
	for _, each := range s.items("ports") {
		if each.values["mode"] == "ingress" {
			each.take("mode")
		}
		one := port{protocol: each.text("protocol"), address: each.text("host_ip"), name: each.text("name"), path: each.path}
		one.number, one.published = number(each.text("target")), number(each.text("published"))
		if one.protocol == "" {
			one.protocol = "tcp"
		}
		found = append(found, one)
	}
	for _, word := range s.words("expose") {
		if number, err := strconv.Atoi(word); err == nil {
			found = append(found, port{number: number, protocol: "tcp", path: s.at("expose")})
		}
	}
	return found
}

// listening names a container's ports; which of them are open to the outside is
// decided once all are known.
func (i *importer) listening(s *service, c *container) {
	for _, each := range s.ports {
		if each.number > 0 {
			c.port(each.number)
		}
	}
	if number := s.traefik(); number > 0 {
		c.port(number)
	}
}

// port is the name of a container's port, which it gets when it is first spoken
// of.
func (c *container) port(number int) string {
	for _, each := range c.ports {
		if each.number == number {
			return each.name
		}
	}
	name := "port-" + strconv.Itoa(number)
	c.ports = append(c.ports, containerPort{name: name, number: number})
	return name
}

// entrances decides which port people's browsers reach: one route, or one for
// each container that a front proxy was told of. Every other published port is
// opened as it is.
func (i *importer) entrances() {
	if !i.labelled() {
		i.mainEntrance()
	}
	for _, s := range i.services {
		if s.container != nil {
			i.published(s)
		}
	}
	if len(i.routes) == 0 {
		i.todo = append(i.todo, say("No web page was found among the ports: write a block route for the container that shows one."))
	}
}

// mainEntrance takes the port that looks most like the one of a web page.
func (i *importer) mainEntrance() {
	best, host := 0, (*service)(nil)
	var chosen port
	for _, s := range i.services {
		for _, each := range s.ports {
			if s.container == nil {
				continue
			}
			if weight := weigh(s, each); weight > best {
				best, host, chosen = weight, s, each
			}
		}
	}
	if host == nil {
		return
	}
	name := host.container.rename(chosen.number, "http")
	i.routes = append(i.routes, route{name: "web", container: host.label, port: name})
	i.decide(chosen.path, say("is taken for the port of the web page: container %s, port %s", host.label, strconv.Itoa(chosen.number)))
}

// weigh says how much a port looks like that of a web page. One that speaks TLS
// itself does not: the gateway has the certificates.
func weigh(s *service, p port) int {
	if p.protocol != "tcp" || p.number == 443 || p.number == 8443 || p.published == 443 {
		return 0
	}
	weight := 0
	if slices.Contains([]int{80, 8080}, p.published) || p.number == 80 {
		weight += 8
	}
	if slices.Contains([]int{80, 3000, 4000, 5000, 8000, 8080, 8081, 8888, 9000, 9001}, p.number) {
		weight += 4
	}
	if slices.ContainsFunc([]string{"web", "nginx", "proxy", "frontend", "front", "app", "server"}, func(word string) bool { return s.name == word || hasWord(s.name, word) }) {
		weight += 2
	}
	if p.published > 0 && p.address == "" {
		weight++
	}
	if weight < 4 {
		return 0
	}
	return weight
}
