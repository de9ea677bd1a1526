package trial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// accountName is borne by nobody: no person is called so.
const accountName = "essaichatiere"

// makeAccount makes an account as an operator does, and finds it in the list.
func (l *life) makeAccount(ctx context.Context) (told plan.Sentence, err error) {
	if site.FindAction(l.module, "create_account") == nil {
		return told, absent(plan.Say("the module makes no accounts"))
	}
	inputs := l.inputsOf(accountName)
	made, err := l.chaton.act(ctx, "create_account", inputs, io.Discard)
	if err != nil {
		return told, err
	}
	for _, revealed := range made {
		inputs[revealed.Name] = revealed.Value
	}
	l.account = inputs
	l.prover.proving.UseAccount(inputs)
	return plan.Say("%s", inputs["name"]), l.listed(ctx)
}

// inputsOf answers what create_account asks.
func (l *life) inputsOf(name string) map[string]string {
	inputs := map[string]string{}
	for _, input := range site.FindAction(l.module, "create_account").Inputs {
		switch {
		case input.Generate > 0 || input.Default != nil:
		case len(input.Choices) > 0:
			inputs[input.Name] = input.Choices[0]
		case input.Name == "name" && input.Format == "":
			inputs[input.Name] = name
		case input.Format == "email":
			inputs[input.Name] = name + "@essai.example"
		default:
			inputs[input.Name] = likelyText(input.Format)
		}
	}
	return inputs
}

func (l *life) listed(ctx context.Context) error {
	if site.FindAction(l.module, "list_accounts") == nil || l.account["name"] == "" {
		return nil
	}
	var out strings.Builder
	if _, err := l.chaton.act(ctx, "list_accounts", nil, &out); err != nil {
		return err
	}
	// Some applications begin every name with a capital.
	if !strings.Contains(strings.ToLower(out.String()), l.account["name"]) {
		return fmt.Errorf("list_accounts does not name %q; it wrote: %s", l.account["name"], out.String())
	}
	return nil
}

// closeAccount takes the account's data out and ends it, as a person who leaves
// would ask. What is to be erased is another account: a closed one may be gone.
func (l *life) closeAccount(ctx context.Context) (told plan.Sentence, err error) {
	if l.account == nil {
		return told, absent(plan.Say("the module makes no accounts"))
	}
	var done []string
	for _, action := range []string{"export_account", "close_account", "erase_account"} {
		if !l.asksNameOnly(action) {
			continue
		}
		name := l.account["name"]
		if action == "erase_account" {
			name += "2"
			if _, err := l.chaton.act(ctx, "create_account", l.inputsOf(name), io.Discard); err != nil {
				return told, err
			}
		}
		var out strings.Builder
		if _, err := l.chaton.act(ctx, action, map[string]string{"name": name}, &out); err != nil {
			return told, err
		}
		if action == "export_account" && out.Len() == 0 {
			return told, errors.New("export_account wrote nothing")
		}
		done = append(done, action)
	}
	if done == nil {
		return told, absent(plan.Say("the module closes no accounts"))
	}
	return plan.Say("%s", strings.Join(done, ", ")), nil
}

func (l *life) asksNameOnly(action string) bool {
	declared := site.FindAction(l.module, action)
	if declared == nil {
		return false
	}
	for _, input := range declared.Inputs {
		if input.Name != "name" && input.Default == nil {
			return false
		}
	}
	return true
}

// act runs an action of the module and gives what it would show once.
func (c *chaton) act(ctx context.Context, name string, inputs map[string]string, out io.Writer) ([]site.Revealed, error) {
	action, err := installer.OpenAction(ctx, c.request(), site.Task{Service: serviceName, Action: name, Inputs: inputs})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer action.Close()
	if err := action.Write(ctx, out); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return action.Revealed, nil
}
