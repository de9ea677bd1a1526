package wizard

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Line asks for one value on plain lines, whatever the form. name is what the
// answer is called when the input ends before it.
func (t *Terminal) Line(ctx context.Context, name, title string) (string, error) {
	t.tell(title)
	line, err := t.readLine(ctx)
	if errors.Is(err, io.EOF) {
		return "", unanswered(t.Printer, name, title)
	}
	return line, err
}

// Secret asks for a value that is not shown while it is typed. Without a
// terminal it is the next line of the input. Blanks around it are dropped.
func (t *Terminal) Secret(ctx context.Context, name, title string) (string, error) {
	if !t.IsTerminal {
		return t.Line(ctx, name, title)
	}
	restore, err := silence(t.In)
	if err != nil {
		return "", fmt.Errorf("hide what is typed: %w", err)
	}
	defer restore()
	return t.Line(ctx, name, title)
}
