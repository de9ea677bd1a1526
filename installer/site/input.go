package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/json"
)

// inputs gives every input of the action its value.
func (a *acting) inputs() {
	var asked []string
	for _, input := range a.declared.Inputs {
		if input.Generate == 0 {
			asked = append(asked, input.Name)
		}
	}
	for _, name := range names(a.task.Inputs) {
		if FindInput(a.declared, name) == nil {
			a.given(say("The action %q has no input %q", a.declared.Name, name), hint(name, asked))
		}
	}
	for _, input := range a.declared.Inputs {
		value := a.input(input)
		a.all[input.Name] = value
		if input.Generate == 0 && !input.Sensitive {
			a.seen[input.Name] = value
		}
	}
}

// FindInput gives an action's input of that name, nil when there is none.
func FindInput(action *catalog.Action, name string) *catalog.Input {
	for _, input := range action.Inputs {
		if input.Name == name {
			return input
		}
	}
	return nil
}

func (a *acting) input(input *catalog.Input) cty.Value {
	text, set := a.task.Inputs[input.Name]
	switch {
	case input.Generate > 0 && set:
		a.given(say("The input %q is made up and cannot be given", input.Name), say("Leave it out."))
	case input.Generate > 0:
		made := a.task.Generate(input.Generate)
		a.revealed = append(a.revealed, Revealed{Name: input.Name, Label: input.Label, Value: made})
		return cty.StringVal(made)
	case set:
		return a.read(input, text)
	case input.Default != nil:
		return a.fallback(&input.Variable)
	default:
		a.given(say("The input %q is missing", input.Name), say("%s: it must be given.", input.Label.In(a.file.Language)))
	}
	return cty.UnknownVal(input.Type)
}

// read takes what an operator wrote, which every check must pass: it becomes a
// word of a command.
func (a *acting) read(input *catalog.Input, text string) cty.Value {
	value, err := typed(text, input.Type)
	if err != nil {
		a.wrongInput(input, say("It must be of type %s.", input.Type.FriendlyName()))
		return cty.UnknownVal(input.Type)
	}
	details := a.objections(&input.Variable, "input", value)
	if detail, bad := plainWord(input, text, value); bad {
		details = append(details, detail)
	}
	for _, detail := range details {
		a.wrongInput(input, detail)
	}
	if len(details) > 0 {
		return cty.UnknownVal(input.Type)
	}
	return value
}

func (a *acting) wrongInput(input *catalog.Input, detail sentence) {
	a.given(say("Wrong value for the input %q", input.Name), detail)
}

func typed(text string, wanted cty.Type) (cty.Value, error) {
	if wanted.IsPrimitiveType() {
		return convert.Convert(cty.StringVal(text), wanted)
	}
	return json.Unmarshal([]byte(text), wanted)
}

// plainWord is what holds for every input unless its choices say otherwise.
// What goes to stdin alone may begin with a dash.
func plainWord(input *catalog.Input, text string, value cty.Value) (sentence, bool) {
	if len(input.Choices) > 0 {
		return right()
	}
	if text == "" && input.Default == nil {
		return wrong(say("It may not be empty."))
	}
	for _, each := range append(stringsIn(value), text) {
		switch {
		case !utf8.ValidString(each) || strings.ContainsFunc(each, unicode.IsControl):
			return wrong(say("It may hold no control character, such as a new line."))
		case strings.HasPrefix(each, "-") && !input.Sensitive:
			return wrong(say("It may not begin with a dash: a program would take it for an option."))
		}
	}
	return right()
}
