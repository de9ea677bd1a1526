package catalog

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// names is what may follow a name in an expression; nil: nothing is known
// about it, so anything may.
type names map[string]names

// sorted gives the names, or as many as a suggestion looks at.
func (n names) sorted() []string {
	known := make([]string, 0, min(len(n), suggestedNames))
	for name := range n {
		if len(known) == suggestedNames {
			break
		}
		known = append(known, name)
	}
	sort.Strings(known)
	return known
}

func fields(known ...string) names {
	n := names{}
	for _, name := range known {
		n[name] = nil
	}
	return n
}

// vocabulary is every name of one module, with the line of "Order and scope"
// from which on it is known.
type vocabulary struct {
	roots     map[string]names
	since     map[string]scope
	revealed  map[string]bool // secrets that a notice may show
	sensitive map[string]bool // variables kept in the vault

	account        names           // inputs of create_account, which tests know
	accountSecrets map[string]bool // those that no command may hold
}

func readVocabulary(body *hclsyntax.Body, engine bool) *vocabulary {
	v := &vocabulary{roots: map[string]names{}, since: map[string]scope{},
		revealed: map[string]bool{}, sensitive: map[string]bool{}}
	v.surroundings()
	v.add(checks, "var", labels(body, "variable", nil))
	v.add(wiring, "uses", labels(body, "uses", fields("name", "host", "url")))
	v.add(wiring, "container", labels(body, "container", fields("host")))
	if engine {
		v.add(wiring, "client", fields("service", "major", "name", "user", "password", "host", "extensions", "options"))
	}
	server := fields("host", "port", "name", "user", "password", "url")
	v.add(running, "secret", labels(body, "secret", nil))
	v.add(running, "database", labels(body, "database", server))
	v.add(running, "cache", labels(body, "cache", server))
	v.marks(body)
	v.accounts(body)
	return v
}

// surroundings are the names that every module finds.
func (v *vocabulary) surroundings() {
	v.add(answers, "service", fields("name", "host", "url", "open_to"))
	chaton := fields("name", "slug", "domain", "language", "country", "ca_file")
	chaton["contact"] = fields("email")
	v.add(answers, "chaton", chaton)
	v.add(answers, "organization", fields("type", "legal_name", "country"))
	pages := names{}
	for _, page := range []string{"terms", "privacy", "legal", "help", "contact", "report"} {
		pages[page] = fields("url")
	}
	v.add(answers, "page", pages)
	v.add(answers, "host", fields("ipv4", "ipv6"))
	v.add(answers, "architecture", nil)
	v.add(answers, "mail", fields("host", "port", "user", "password", "from", "encryption"))
}

func (v *vocabulary) add(since scope, root string, known names) {
	v.roots[root], v.since[root] = known, since
}

func (v *vocabulary) marks(body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		if len(b.Labels) != 1 {
			continue
		}
		if b.Type == "secret" && (block{b}).boolean("reveal", false) {
			v.revealed[b.Labels[0]] = true
		}
		if b.Type == "variable" && (block{b}).boolean("sensitive", false) {
			v.sensitive[b.Labels[0]] = true
		}
	}
}

// accounts finds what a test may know of the account that was made for it.
func (v *vocabulary) accounts(body *hclsyntax.Body) {
	v.account = names{}
	for _, b := range body.Blocks {
		if b.Type == "action" && len(b.Labels) == 1 && b.Labels[0] == "create_account" {
			v.account, v.accountSecrets = inputs(b)
		}
	}
}

// visible lists the roots that an expression of that line may use.
func (v *vocabulary) visible(at scope) []string {
	known := []string{}
	for root, since := range v.since {
		if since <= at {
			known = append(known, root)
		}
	}
	sort.Strings(known)
	return known
}

func labels(body *hclsyntax.Body, kind string, each names) names {
	n := names{}
	for _, b := range body.Blocks {
		if b.Type == kind && len(b.Labels) == 1 {
			n[b.Labels[0]] = each
		}
	}
	return n
}

// step is the name that a traversal takes, "" for an index that is none.
func step(traverser hcl.Traverser) string {
	switch t := traverser.(type) {
	case hcl.TraverseRoot:
		return t.Name
	case hcl.TraverseAttr:
		return t.Name
	case hcl.TraverseIndex:
		if !t.Key.IsNull() && isString(t.Key) {
			return t.Key.AsString()
		}
	}
	return ""
}
