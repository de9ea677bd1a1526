package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// published is chaton() with a service beside the wiki whose container holds a
// port of the host and shows two certificates, and what stands of it.
func published() (Want, Observed) {
	want, have := chaton(), running()
	app := &site.Container{
		Service: "voix", Name: "app", Spec: "voice-1", Update: "replace", Networks: []site.Attachment{{Network: "chat-voix"}},
		Image:        site.Image{Reference: "docker.io/voice/voice:1.0"},
		Published:    []site.Publish{{Name: "voice", HostPort: 64738, Port: 64738, Count: 1, Protocols: []string{"tcp", "udp"}}},
		Certificates: []site.CertificateFolder{{Path: "/tls", Hosts: []string{"chat.example", "voix.chat.example"}}},
	}
	want.Site.Services = append(want.Site.Services, &site.Service{
		Name: "voix", Containers: []*site.Container{app}, Networks: []*site.Network{{Service: "voix", Name: "chat-voix", Kind: "internal"}},
	})
	want.Routes[NamesKey] = "chat.example, voix.chat.example"
	want.Certificates = append(want.Certificates, "voix.chat.example")
	want.Lock = map[string]string{"pool": "10.213.0.0/16", "port 64738/tcp": "voix", "port 64738/udp": "voix"}
	have.Images = []Image{{Names: []string{"docker.io/voice/voice:1.0"}}}
	return want, have
}

// standing adds what an apply of published leaves.
func standing(have *Observed) {
	have.Containers = append(have.Containers, Container{
		ID: "voice-id", Service: "voix", Container: "app", Spec: "voice-1", State: "running", Restart: "unless-stopped",
		Networks: map[string]string{"chat-voix": "10.213.0.66"}, Ports: []Port{{64738, "tcp"}, {64738, "udp"}},
	})
	have.Networks = append(have.Networks, Network{ID: "voice-net", Name: "chat-voix", Service: "voix"})
	have.Routes[NamesKey] = "chat.example, voix.chat.example"
	have.Certificates["voix.chat.example"] = true
	have.Given = map[string]bool{"voix/app chat.example": true, "voix/app voix.chat.example": true}
	have.Lock = map[string]string{"pool": "10.213.0.0/16", "port 64738/tcp": "voix", "port 64738/udp": "voix"}
}

func TestMake_PublishedPortsAndTheirCertificates(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"nothing changed", func(_ *Want, have *Observed) { standing(have) }, ``},
		{"a first time: each port is a line, and the certificate comes before the container", func(*Want, *Observed) {}, `
network.create chat-voix: no such network
port.open 64738/tcp: everybody reaches it from now on
port.open 64738/udp: everybody reaches it from now on
routes.switch names of services: services that do their own TLS; names none -> chat.example, voix.chat.example
certificate.wait voix.chat.example: no certificate yet
certificate.give voix/app: for its own TLS
container.create voix/app: no such container
container.start voix/app: created
health.wait voix/app: started
lock.write chaton.lock.hcl: versions changed; port 64738/tcp none -> voix; port 64738/udp none -> voix
`},
		{"a new definition: no port is agreed to twice", func(want *Want, have *Observed) {
			standing(have)
			want.Site.Services[1].Containers[0].Spec = "voice-2"
		}, `
certificate.give voix/app: for its own TLS
container.create voix/app: its definition changed
container.stop voix/app voice-id: makes room for its replacement
container.start voix/app: created
health.wait voix/app: started
container.remove voix/app voice-id: replaced
`},
		{"another service takes the port of one that left: it lets go first", func(_ *Want, have *Observed) {
			standing(have)
			have.Containers[3].Service, have.Containers[3].ID = "mumble", "old-id"
			have.Networks[1] = Network{ID: "old-net", Name: "chat-mumble", Service: "mumble"}
			have.Lock["port 64738/tcp"], have.Lock["port 64738/udp"] = "mumble", "mumble"
		}, `
network.create chat-voix: no such network
port.open 64738/tcp: it leads to another service; service mumble -> voix
port.open 64738/udp: it leads to another service; service mumble -> voix
certificate.give voix/app: for its own TLS
container.create voix/app: no such container
container.stop mumble/app old-id: another one takes its port
container.start voix/app: created
health.wait voix/app: started
container.remove mumble/app old-id: no longer in chaton.hcl
network.remove chat-mumble old-net: no longer in chaton.hcl
lock.write chaton.lock.hcl: versions changed; port 64738/tcp mumble -> voix; port 64738/udp mumble -> voix
`},
		{"a copy was removed by hand: only that is mended", func(_ *Want, have *Observed) {
			standing(have)
			have.Given["voix/app chat.example"] = false
		}, `
certificate.give voix/app voice-id: its certificates are missing; certificates none -> chat.example
`},
		{"this machine alone reaches it: nobody has to agree", func(want *Want, have *Observed) {
			standing(have)
			delete(have.Lock, "port 64738/tcp")
			delete(have.Lock, "port 64738/udp")
			want.Lock = have.Lock
			want.Site.Services[1].Containers[0].Published[0].Loopback = true
		}, ``},
		{"no service shows certificates any more", func(want *Want, have *Observed) {
			standing(have)
			want.Site.Services = want.Site.Services[:1]
			delete(want.Routes, NamesKey)
			want.Lock = map[string]string{"pool": "10.213.0.0/16"}
		}, `
routes.remove names of services: no service does its own TLS any more; names chat.example, voix.chat.example -> none
container.stop voix/app voice-id: no longer in chaton.hcl
container.remove voix/app voice-id: no longer in chaton.hcl
network.remove chat-voix voice-net: no longer in chaton.hcl
lock.write chaton.lock.hcl: versions changed; port 64738/tcp voix -> none; port 64738/udp voix -> none
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := published()
			test.change(&want, &have)
			made := Make(want, have)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), withoutImages(made)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkOrder(t, made)
		})
	}
}

func TestMake_NothingStartsBeforeItsCertificateAndItsPort(t *testing.T) {
	want, have := published()
	made := Make(want, have)
	for id, before := range map[string]string{
		"certificate.wait voix.chat.example": "routes.switch names of services",
		"certificate.give voix/app":          "certificate.wait voix.chat.example",
		"container.start voix/app":           "certificate.give voix/app",
		"health.wait voix/app":               "port.open 64738/udp",
	} {
		if !waitsFor(made, id, before) {
			t.Errorf("%s does not wait for %s:\n%s", id, before, made)
		}
	}
	for _, operation := range made.Operations {
		if operation.Container != nil && operation.Container.Service == "wiki" && waitsFor(made, operation.ID(), "certificate.wait voix.chat.example") {
			t.Errorf("%s waits for the certificate of another service", operation.ID())
		}
	}
}

func TestDiff_APublicPortStandsWithItsService(t *testing.T) {
	want, have := published()
	for _, object := range Make(want, have).Diff() {
		if object.Kind == "port" && (object.Service != "voix" || object.Action != Create) {
			t.Errorf("got %+v; want it created for its service", object)
		}
		if object.Name == NamesTarget && object.Service != "" {
			t.Errorf("got %+v; want names among the chaton's own", object)
		}
	}
}
