package wizard

import (
	"context"
	"errors"
	"io"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// choosePlain finds out which form a person wants. Before the first full
// screen ever drawn it asks on one plain line, since whoever needs the plain
// form could not read the screen that offers it.
func choosePlain(ctx context.Context, terminal *Terminal, preference Preference) (bool, error) {
	if terminal.Plain {
		return true, nil
	}
	if preference != nil {
		if plain, known := preference.Load(); known {
			return plain, nil
		}
	}
	p := terminal.Printer
	terminal.tell(p.Sayf("Enter for the full-screen wizard, s for the wizard line by line (screen reader, braille)"))
	line, err := terminal.readLine(ctx)
	if errors.Is(err, io.EOF) {
		return false, unanswered(p, "plain", p.Sayf("Full screen, or line by line?"))
	}
	if err != nil {
		return false, err
	}
	plain := strings.EqualFold(line, "s")
	remember(terminal, preference, plain)
	return plain, nil
}

// remember keeps the choice. Asking again next time is no reason to stop.
func remember(terminal *Terminal, preference Preference, plain bool) {
	if preference == nil {
		return
	}
	if err := preference.Save(plain); err != nil {
		terminal.tell(terminal.Printer.Sayf("This choice could not be kept and will be asked again: %s", err.Error()))
	}
}

// Confirm asks one question on a plain line, whatever the form: a plan stands
// above it and must stay readable. Nothing but a clear yes is one.
func (t *Terminal) Confirm(ctx context.Context, question string) (bool, error) {
	return t.agree(ctx, question, t.Printer.Sayf("Yes or no? An empty line is no."), false)
}

// Resume offers to go on with the answers of an unfinished sitting, and gives
// back those to start from.
func (t *Terminal) Resume(ctx context.Context, draft site.Answers) (site.Answers, error) {
	goOn, err := t.agree(ctx,
		t.Printer.Sayf("Answers of an unfinished start are kept. Go on with them?"),
		t.Printer.Sayf("Yes or no? An empty line is yes."), true)
	if !goOn {
		return site.Answers{}, err
	}
	return draft, err
}

// agree asks until the answer is clear; empty is what an empty line says.
func (t *Terminal) agree(ctx context.Context, question, how string, empty bool) (bool, error) {
	if !t.IsTerminal && !t.Plain {
		return false, unanswered(t.Printer, "confirm", question)
	}
	for {
		t.tell(question)
		t.tell(how)
		line, err := t.readLine(ctx)
		if errors.Is(err, io.EOF) {
			return false, unanswered(t.Printer, "confirm", question)
		}
		if err != nil {
			return false, err
		}
		if line == "" {
			return empty, nil
		}
		switch agreement(line) {
		case yes:
			return true, nil
		case no:
			return false, nil
		}
	}
}
