package site

import (
	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// variables gives every variable its value: the operator's setting at its own
// line, else the module's default.
func (a *assembly) variables() map[string]cty.Value {
	written := a.settings()
	values := map[string]cty.Value{}
	for _, variable := range a.module.Variables {
		item, set := written[variable.Name]
		switch {
		case set && variable.Sensitive:
			a.refuse(item.Range(), say("%q is a secret and may not stand in this file", variable.Name),
				say("Remove it and run: chatiere secret set %s %s", a.service.Name, variable.Name))
			values[variable.Name] = cty.UnknownVal(variable.Type)
		case set:
			values[variable.Name] = a.answer(variable, item)
		default:
			values[variable.Name] = a.unanswered(variable)
		}
	}
	return values
}

// settings lists the operator's answers by name, without those that the module
// does not ask for.
func (a *assembly) settings() map[string]hclsyntax.Expression {
	asked := []string{}
	for _, variable := range a.module.Variables {
		asked = append(asked, variable.Name)
	}
	written := map[string]hclsyntax.Expression{}
	object, ok := a.block.Settings.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return written
	}
	for _, item := range object.Items {
		name, _ := keyOf(item)
		if _, unknown := oneOf(asked...)(name); unknown {
			a.refuse(item.KeyExpr.Range(), say("The module %q has no setting %q", a.module.Name, name), hint(name, asked))
			continue
		}
		written[name] = item.ValueExpr
	}
	return written
}

func (a *assembly) answer(variable *catalog.Variable, item hclsyntax.Expression) cty.Value {
	unknown := cty.UnknownVal(variable.Type)
	given, diags := item.Value(nil)
	if diags.HasErrors() {
		return unknown
	}
	if given.IsNull() {
		return a.unanswered(variable)
	}
	value, err := convert.Convert(given, variable.Type)
	if err != nil {
		a.refuse(item.Range(), say("Wrong value for the setting %q", variable.Name), say("It must be of type %s.", variable.Type.FriendlyName()))
		return unknown
	}
	details := a.objections(variable, "var", value)
	for _, detail := range details {
		a.refuse(item.Range(), say("Wrong value for the setting %q", variable.Name), detail)
	}
	if len(details) > 0 {
		return unknown
	}
	return value
}

func (a *assembly) unanswered(variable *catalog.Variable) cty.Value {
	switch {
	case variable.Default != nil:
		return a.fallback(variable)
	case variable.Sensitive:
		a.later("service."+a.service.Name+".module", "chatiere secret set "+a.service.Name+" "+variable.Name)
	default:
		a.refuse(a.block.Range, say("The service %q lacks the setting %q", a.service.Name, variable.Name),
			say("%s: write settings = { %s = … }", variable.Label.In(a.file.Language), variable.Name))
	}
	return cty.UnknownVal(variable.Type)
}

func (a *assembly) fallback(variable *catalog.Variable) cty.Value {
	value, diags := a.compute(variable.Default, a.answering)
	a.diags = append(a.diags, diags...)
	if diags.HasErrors() {
		return cty.UnknownVal(variable.Type)
	}
	converted, err := convert.Convert(value, variable.Type)
	if err != nil {
		a.author(variable.Default.Range(), "Wrong type", "The default must be "+variable.Type.FriendlyName()+".")
		return cty.UnknownVal(variable.Type)
	}
	return converted
}

// objections are what format, choices and validations say against a value,
// which is called root.NAME in its own conditions.
func (a *assembly) objections(variable *catalog.Variable, root string, value cty.Value) []sentence {
	if detail, bad := a.unfit(variable, value); bad {
		return []sentence{detail}
	}
	return a.invalid(variable, root, value)
}

// unfit holds an answer against the format and the choices.
func (a *assembly) unfit(variable *catalog.Variable, value cty.Value) (sentence, bool) {
	for _, text := range stringsIn(value) {
		if len(variable.Choices) > 0 {
			if detail, bad := oneOf(variable.Choices...)(text); bad {
				return detail, true
			}
		}
		if look := formatCheck(variable.Format); look != nil {
			if detail, bad := look(text); bad {
				return detail, true
			}
		}
	}
	return right()
}

// stringsIn gives the value itself, or the items of a list or set, as text.
func stringsIn(value cty.Value) []string {
	if value.Type().IsPrimitiveType() {
		converted, err := convert.Convert(value, cty.String)
		if err != nil || converted.IsNull() {
			return nil
		}
		return []string{converted.AsString()}
	}
	var texts []string
	if value.Type().IsListType() || value.Type().IsSetType() {
		for _, item := range value.AsValueSlice() {
			texts = append(texts, stringsIn(item)...)
		}
	}
	return texts
}

// invalid runs the author's own conditions, which see this value alone.
func (a *assembly) invalid(variable *catalog.Variable, root string, value cty.Value) []sentence {
	own := a.answering.with(root, cty.ObjectVal(map[string]cty.Value{variable.Name: value}))
	var details []sentence
	for _, validation := range variable.Validations {
		if !a.truth(validation.Condition, own, true) {
			details = append(details, say("%s", a.sentences(validation.Message, own).In(a.file.Language)))
		}
	}
	return details
}
