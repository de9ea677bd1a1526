package catalog

// shape is what a block may hold. The grammar of modules is data, so that one
// walk finds every misspelling and every omission in the same words.
type shape struct {
	label      label
	scope      scope
	attributes []attribute
	blocks     []nested
	oneOf      [][]string // of each group of attributes and blocks exactly one is given
}

type attribute struct {
	name     string
	kind     kind
	required bool
	scope    scope // inherited when it is that of the block

	otherwise string // the attribute in whose presence it is not required
}

type nested struct {
	name     string
	shape    *shape
	required bool
	many     bool
}

// scope is a line of the table "Order and scope" of design/modules.md: what an
// expression there can know.
type scope int

const (
	inherited scope = iota
	constant
	answers
	checks
	wiring
	running
	proof
)

// label is the form of a block's label.
type label int

const (
	unlabelled label = iota
	named
	titled
	hosted
	absolute
	spoken
)

func must(name string, k kind) attribute { return attribute{name: name, kind: k, required: true} }

func may(name string, k kind) attribute { return attribute{name: name, kind: k} }

func (a attribute) unless(given string) attribute {
	a.otherwise = given
	return a
}

func (a attribute) in(s scope) attribute {
	a.scope = s
	return a
}

func one(name string, s *shape) nested { return nested{name: name, shape: s} }

func needed(name string, s *shape) nested { return nested{name: name, shape: s, required: true} }

func many(name string, s *shape) nested { return nested{name: name, shape: s, many: true} }

func (s *shape) attribute(name string) (attribute, bool) {
	for _, a := range s.attributes {
		if a.name == name {
			return a, true
		}
	}
	return attribute{}, false
}

func (s *shape) block(name string) (nested, bool) {
	for _, b := range s.blocks {
		if b.name == name {
			return b, true
		}
	}
	return nested{}, false
}

func (s *shape) attributeNames() []string {
	names := make([]string, len(s.attributes))
	for i, a := range s.attributes {
		names[i] = a.name
	}
	return names
}

func (s *shape) blockNames() []string {
	names := make([]string, len(s.blocks))
	for i, b := range s.blocks {
		names[i] = b.name
	}
	return names
}
