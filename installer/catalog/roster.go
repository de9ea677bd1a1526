package catalog

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// roster is the blocks of one module by kind and label, made once: a hostile
// module may have ten thousands of each.
type roster struct {
	names map[string][]string
	known map[string]map[string]bool
	ports map[string][]string // of each container
}

func readRoster(body *hclsyntax.Body) *roster {
	r := &roster{names: map[string][]string{}, known: map[string]map[string]bool{}, ports: map[string][]string{}}
	for _, written := range body.Blocks {
		b := block{written}
		r.add(b.Type, b.label())
		if b.Type != "container" {
			continue
		}
		for _, port := range b.children("port") {
			if !slices.Contains(r.ports[b.label()], port.label()) {
				r.ports[b.label()] = append(r.ports[b.label()], port.label())
			}
		}
	}
	return r
}

func (r *roster) add(kind, name string) {
	if r.known[kind] == nil {
		r.known[kind] = map[string]bool{}
	}
	if r.known[kind][name] {
		return
	}
	r.known[kind][name] = true
	r.names[kind] = append(r.names[kind], name)
}
