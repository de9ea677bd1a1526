package catalog

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// place is where in a module an expression stands, as far as that changes
// which names it may use.
type place struct {
	scope     scope
	attribute string
	container string          // the one being described: it can't know itself
	action    bool            // in an action, whose inputs are known
	inputs    names           // of the action
	secrets   map[string]bool // inputs of the action that only stdin may see
	own       string          // the variable or input being validated
	captures  map[string]int  // of the test: name to the byte where it is made
	notice    bool
	command   bool
}

// references checks every name and function in an expression.
func (c *checker) references(expression hclsyntax.Expression, at place) {
	for _, traversal := range expression.Variables() {
		c.traversal(traversal, at)
	}
	_ = hclsyntax.VisitAll(expression, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := node.(*hclsyntax.FunctionCallExpr); ok {
			c.function(call)
		}
		return nil
	})
}

func (c *checker) function(call *hclsyntax.FunctionCallExpr) {
	if !knownFunction[call.Name] {
		c.add(call.NameRange, "Unknown function", "There is no function %q.%s",
			call.Name, suggestion(call.Name, FunctionNames()))
		return
	}
	if call.Name != "templatefile" || len(call.Args) == 0 {
		return
	}
	if path, ok := literalString(call.Args[0]); ok {
		c.file(path, call.Args[0].Range())
	}
}

func (c *checker) traversal(traversal hcl.Traversal, at place) {
	root := traversal.RootName()
	known, ok := c.root(root, traversal.SourceRange(), at)
	if !ok {
		return
	}
	path := []string{root}
	for _, traverser := range traversal[1:] {
		name := step(traverser)
		if known == nil || name == "" {
			break
		}
		next, found := known[name]
		path = append(path, name)
		if !found {
			c.add(traversal.SourceRange(), "Unknown name", "There is no %q in this module. %s%s",
				strings.Join(path, "."), inside(path, known), suggestion(name, known.sorted()))
			return
		}
		known = next
	}
	c.restrictions(path, traversal.SourceRange(), at)
}

func inside(path []string, known names) string {
	if len(known) == 0 {
		return "Nothing of that kind is declared."
	}
	whole := strings.Join(path[:len(path)-1], ".")
	shown := known.sorted()
	return "In " + whole + " there is " + list(quoted(shown[:min(len(shown), 12)])) + "."
}

// root finds what may follow the first name, or says why it isn't known here.
func (c *checker) root(root string, subject hcl.Range, at place) (names, bool) {
	switch {
	case root == "input" && at.action && at.scope > answers:
		return at.inputs, true
	case root == "capture" && at.captures != nil:
		return c.captured(subject, at), true
	case root == "account" && at.captures != nil:
		return c.vocabulary.account, true
	}
	since, known := c.vocabulary.since[root]
	switch {
	case !known && (root == "input" || root == "capture" || root == "account" || root == "client"):
		c.add(subject, "Name out of scope", "%q is not known here: %s.", root, home(root))
	case !known:
		visible := c.vocabulary.visible(at.scope)
		c.add(subject, "Unknown name", "There is no %q. Here %s may be used.%s",
			root, list(visible), suggestion(root, visible))
	case since > at.scope:
		c.add(subject, "Name out of scope", "%q is not known in %q: %s.", root, at.attribute, home(root))
	default:
		return c.vocabulary.roots[root], true
	}
	return nil, false
}

// home says where a name may be used.
func home(root string) string {
	switch root {
	case "input":
		return "an input belongs to its own action"
	case "capture":
		return "what a test captures belongs to that test"
	case "account":
		return "the account that create_account made is known in tests only"
	case "client":
		return `it belongs to modules with kind = "engine"`
	case "var":
		return "answers are known once they are all given, thus not in a default"
	case "uses", "container":
		return "it is known in route, publish, database, cache, container and what comes after them"
	default:
		return "it is known in env, file, command, health, job, action, backup, headers, the commands of an engine, test and notice"
	}
}

// captured are the captures made above the expression.
func (c *checker) captured(subject hcl.Range, at place) names {
	n := names{}
	for name, made := range at.captures {
		if made < subject.Start.Byte {
			n[name] = nil
		}
	}
	return n
}

// restrictions are the rules about a name that exists and is in scope.
func (c *checker) restrictions(path []string, subject hcl.Range, at place) {
	second := ""
	if len(path) > 1 {
		second = path[1]
	}
	switch {
	case at.scope == checks && path[0] == "var" && (at.action || second != at.own):
		c.add(subject, "Name out of scope", "A validation may look at its own value only. Write %s.%s.", kindOfOwn(at), at.own)
	case path[0] == "container" && second != "" && second == at.container:
		c.add(subject, "Name out of scope", "A container can't know itself while it is being described. Use the name of another container.")
	case at.notice && c.secret(path, at) && !(path[0] == "secret" && c.vocabulary.revealed[second]):
		c.add(subject, "Secret in notice", "A notice shows only secrets that say reveal = true.")
	case at.command && c.secret(path, at):
		c.add(subject, "Secret in a command",
			"A command is seen by every process of the machine, so no secret may stand in it. Use stdin, env or a file.")
	}
}

func kindOfOwn(at place) string {
	if at.action {
		return "input"
	}
	return "var"
}

// secret tells whether a name stands for something that must not be seen.
func (c *checker) secret(path []string, at place) bool {
	last := path[len(path)-1]
	switch path[0] {
	case "secret":
		return true
	case "database", "cache":
		return len(path) < 3 || last == "password" || last == "url"
	case "client", "mail":
		return len(path) < 2 || last == "password"
	case "input":
		return len(path) > 1 && at.secrets[path[1]]
	case "account":
		return len(path) < 2 || c.vocabulary.accountSecrets[path[1]]
	case "var":
		return len(path) > 1 && c.vocabulary.sensitive[path[1]]
	}
	return false
}
