package site

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// ReadAnswers reads an answers file, HCL or JSON with the same names, and says
// at once every answer that is missing, misspelt or of another type. Services
// are a list of objects, or blocks `service "name" { … }`.
func ReadAnswers(name string, src []byte) (Answers, hcl.Diagnostics) {
	if diags := guard(name, src); diags.HasErrors() {
		return Answers{}, diags
	}
	r := &answering{name: name, given: map[string]given{}}
	if bytes.HasPrefix(bytes.TrimSpace(src), []byte("{")) {
		r.readJSON(src)
	} else {
		r.readHCL(src)
	}
	if r.diags.HasErrors() {
		return Answers{}, r.diags
	}
	answers := r.answers()
	sortByPlace(r.diags)
	return answers, r.diags
}

// answering is one run of ReadAnswers.
type answering struct {
	name  string
	given map[string]given
	diags hcl.Diagnostics
}

// given is one value with its place, or the items of one.
type given struct {
	value cty.Value
	where hcl.Range
}

func (r *answering) refuse(where hcl.Range, summary, detail sentence) {
	r.diags = append(r.diags, problem(where, summary, detail))
}

func (r *answering) readJSON(src []byte) {
	file, diags := json.Parse(src, r.name)
	r.foreign(diags)
	if diags.HasErrors() {
		return
	}
	attributes, diags := file.Body.JustAttributes()
	r.foreign(diags)
	for name, attribute := range attributes {
		// Without a context, ${…} in JSON stays as written.
		value, diags := attribute.Expr.Value(nil)
		r.foreign(diags)
		r.given[name] = given{value, attribute.NameRange}
	}
}

func (r *answering) foreign(diags hcl.Diagnostics) {
	for _, diagnostic := range diags {
		explain(diagnostic)
	}
	r.diags = append(r.diags, diags...)
}

func (r *answering) readHCL(src []byte) {
	file, diags := hclsyntax.ParseConfig(src, r.name, hcl.InitialPos)
	r.foreign(diags)
	if diags.HasErrors() {
		return
	}
	body := file.Body.(*hclsyntax.Body)
	r.readAttributes(body, r.given)
	blocks := map[string]cty.Value{}
	for _, block := range body.Blocks {
		if block.Type != "service" || len(block.Labels) != 1 {
			r.refuse(block.DefRange(), say("Unknown block %q", block.Type), say("Write: %s \"name\" { … }", "service"))
			continue
		}
		inside := map[string]given{}
		r.readAttributes(block.Body, inside)
		values := map[string]cty.Value{}
		for name, each := range inside {
			values[name] = each.value
		}
		blocks[block.Labels[0]] = object(values)
		if _, first := r.given["service"]; !first {
			r.given["service"] = given{where: block.DefRange()}
		}
	}
	if len(blocks) > 0 {
		r.given["service"] = given{cty.ObjectVal(blocks), r.given["service"].where}
	}
}

func (r *answering) readAttributes(body *hclsyntax.Body, into map[string]given) {
	for name, attribute := range body.Attributes {
		value, diags := literal(attribute.Expr)
		r.diags = append(r.diags, diags...)
		into[name] = given{value, attribute.NameRange}
	}
}

// answers takes what was given, and complains of what was not.
func (r *answering) answers() Answers {
	known := []string{"language", "name", "slug", "domain", "email", "issuer", "services", "service"}
	for name, each := range r.given {
		if !slices.Contains(known, name) {
			r.refuse(each.where, say("Unknown answer %q", name), hint(name, known))
		}
	}
	answers := Answers{
		Language: orElse(r.text("language", oneOf("fr", "en")), "fr"),
		Name:     r.text("name", filled),
		Slug:     r.text("slug", dnsLabel),
		Domain:   r.text("domain", hostName),
		Email:    r.text("email", emailAddress),
		Issuer:   r.text("issuer", oneOf("letsencrypt", "internal")),
		Services: r.services(),
	}
	r.missing("name", say("It is a string: the name of the chaton, for example %q.", "Le Petit Chaton"))
	r.missing("email", say("It is a string: an e-mail address that people read, for example %q.", "contact@petitchaton.example"))
	if _, blocks := r.given["service"]; !blocks {
		r.missing("services", say("It is a list of objects: [{ module = %q }].", "dokuwiki"))
	}
	if answers.Issuer == "letsencrypt" && isLoopback(ascii(orElse(answers.Domain, "localhost"))) {
		r.refuse(r.given["issuer"].where, say("No public authority certifies %q", orElse(answers.Domain, "localhost")), say("Write issuer = \"internal\", or another domain."))
	}
	return answers
}

func (r *answering) missing(name string, detail sentence) {
	if _, written := r.given[name]; !written {
		r.refuse(start(r.name), say("The answer %q is missing", name), detail)
	}
}

func (r *answering) text(name string, checks ...check) string {
	each, written := r.given[name]
	if !written || each.value.IsNull() {
		return ""
	}
	return r.string(name, each, checks)
}

func (r *answering) string(name string, each given, checks []check) string {
	if each.value.IsNull() || each.value.Type() != cty.String {
		r.refuse(each.where, say("%q must be a string", name), say("Write it between double quotes."))
		return ""
	}
	for _, look := range checks {
		if detail, bad := look(each.value.AsString()); bad {
			r.refuse(each.where, say("Wrong value for %q", name), detail)
			break
		}
	}
	return each.value.AsString()
}

// asSource writes a setting as Compose takes it.
func asSource(value cty.Value) string {
	if value.Type().IsPrimitiveType() {
		if text, err := convert.Convert(value, cty.String); err == nil {
			return text.AsString()
		}
	}
	return string(hclwrite.TokensForValue(value).Bytes())
}
