package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

// inputs collects what an action wants: from the command line, else from the
// terminal. Their values are looked at by package site.
func (a *app) inputs(ctx context.Context, action *catalog.Action, name, written []string) (map[string]string, error) {
	given := map[string]string{}
	for _, pair := range written {
		key, value, whole := strings.Cut(pair, "=")
		if !whole {
			return nil, &usageError{errors.New(a.printer.Sayf("Write --input name=value, not %q.", pair))}
		}
		if input := site.FindInput(action, key); input != nil && input.Sensitive {
			return nil, a.wrongUse(a.printer.Sayf("%q is a secret: everybody on the machine can read a command.", key),
				a.printer.Sayf("Leave it out: it is asked, or read from the standard input."))
		}
		given[key] = value
	}
	if len(name) > 0 {
		given["name"] = name[0]
	}
	for _, input := range action.Inputs {
		if err := a.input(ctx, input, given); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// input asks for one value that nothing gives yet.
func (a *app) input(ctx context.Context, input *catalog.Input, given map[string]string) error {
	_, known := given[input.Name]
	if known || input.Generate > 0 || (input.Default != nil && !input.Sensitive) {
		return nil
	}
	label := input.Label.In(a.printer.Language())
	if !input.Sensitive && !a.interactive {
		return a.wrongUse(a.printer.Sayf("The answer %q is missing: %s", input.Name, label), a.howToGive(input))
	}
	value, err := a.askInput(ctx, input, label)
	var unanswered *wizard.UnansweredError
	if errors.As(err, &unanswered) && input.Default != nil {
		return nil
	}
	if err == nil && (value != "" || input.Default == nil) {
		given[input.Name] = value
	}
	return err
}

func (a *app) howToGive(input *catalog.Input) string {
	if input.Name == "name" {
		return a.printer.Sayf("Add it at the end of the command.")
	}
	return a.printer.Sayf("Add --input %s=….", input.Name)
}

func (a *app) askInput(ctx context.Context, input *catalog.Input, label string) (string, error) {
	title := a.printer.Sayf("%s:", label)
	if len(input.Choices) > 0 {
		title = a.printer.Sayf("%s, one of these: %s", label, strings.Join(input.Choices, ", "))
	}
	if input.Sensitive {
		return a.asking().Secret(ctx, input.Name, title)
	}
	return a.asking().Line(ctx, input.Name, title)
}

// acted is what an action gave, as --json prints it.
type acted struct {
	Service  string            `json:"service"`
	Action   string            `json:"action"`
	Text     string            `json:"text,omitempty"`
	File     string            `json:"file,omitempty"`
	Revealed map[string]string `json:"revealed,omitempty"`
}

// act runs the action and gives its output to the operator, and to nobody
// else.
func (a *app) act(ctx context.Context, action *installer.Action, output string) error {
	done := acted{Service: action.Service, Action: action.Name, File: output, Revealed: map[string]string{}}
	for _, revealed := range action.Revealed {
		done.Revealed[revealed.Name] = revealed.Value
	}
	var remarks string
	var err error
	if output == "" {
		done.Text, remarks, err = action.Run(ctx)
	} else {
		remarks, err = action.Export(ctx, output)
	}
	if err != nil {
		return err
	}
	done.Text = strings.TrimRight(done.Text, "\n")
	if remarks != "" {
		a.say(remarks)
	}
	if a.json {
		return json.NewEncoder(a.out).Encode(done)
	}
	a.printActed(done, action.Revealed)
	return nil
}

func (a *app) printActed(done acted, revealed []site.Revealed) {
	if done.Text != "" {
		a.result(done.Text)
	}
	if done.File != "" {
		a.say(a.printer.Sayf("%s is written.", done.File))
	}
	for _, each := range revealed {
		label := each.Label.In(a.printer.Language())
		if label == "" {
			label = a.printer.Say(each.Name)
		}
		a.result(a.printer.Sayf("%s: %s", label, each.Value))
		a.say(a.printer.Sayf("Shown this once: give it to the person, it is kept nowhere."))
	}
	if done.Text == "" && done.File == "" && len(revealed) == 0 {
		a.say(a.printer.Sayf("Done."))
	}
}
