package site

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// LockedPort is a public port that a person agreed to once.
type LockedPort struct {
	Port    string `hcl:"port,label"` // "5222/tcp", "40000-40019/udp"
	Service string `hcl:"service"`
}

// PublicPorts lists what a site opens to everybody: agreed to once, remembered
// in the lock file. What only this machine reaches is nobody's business.
func (s *Site) PublicPorts() []LockedPort {
	var ports []LockedPort
	for _, container := range s.Containers() {
		for _, publish := range container.Published {
			for _, protocol := range publish.Protocols {
				if !publish.Loopback {
					ports = append(ports, LockedPort{Port: publish.PortText(protocol), Service: container.Service})
				}
			}
		}
	}
	return ports
}

// PinOf is the name of a public port among the pins of a lock.
func PinOf(port string) string { return "port " + port }

func appendPorts(body *hclwrite.Body, ports []LockedPort) {
	slices.SortFunc(ports, func(a, b LockedPort) int { return strings.Compare(a.Port, b.Port) })
	for _, port := range ports {
		appendBlock(body, gohcl.EncodeAsBlock(&port, "port"))
	}
}

func pinPorts(pins map[string]string, ports []LockedPort) {
	for _, port := range ports {
		pins[PinOf(port.Port)] = port.Service
	}
}
