package trial

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// execPatience bounds one command of a test.
const execPatience = 2 * time.Minute

// exec runs a command in a container of the service and gives what it wrote on
// its standard output.
func (c *chaton) exec(ctx context.Context, wanted *site.TestExec) ([]byte, error) {
	var in io.Reader
	if wanted.Stdin != "" {
		in = strings.NewReader(wanted.Stdin)
	}
	var out bytes.Buffer
	err := c.stream(ctx, wanted.Container, wanted.Command, in, &out)
	return out.Bytes(), err
}

// stream runs a command between two streams. Any other end than 0 is an error
// with what the command said.
func (c *chaton) stream(ctx context.Context, container string, command []string, in io.Reader, out io.Writer) error {
	found, err := c.running(ctx, container)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, execPatience)
	defer cancel()
	var said, written bytes.Buffer
	code, err := c.standing.Engine().Exec(ctx, found.ID, command, in, io.MultiWriter(out, &headWriter{&written}), &headWriter{&said})
	switch {
	case err != nil:
		return fmt.Errorf("run %s in %s: %w", command[0], container, err)
	case code != 0:
		return fmt.Errorf("%s in %s ended with code %d: %s", command[0], container, code, firstOf(said.String(), written.String()))
	}
	return nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return "it said nothing"
}

// headWriter keeps the beginning.
type headWriter struct{ kept *bytes.Buffer }

// Write never fails.
func (w *headWriter) Write(text []byte) (int, error) {
	const most = 4 << 10
	w.kept.Write(text[:min(len(text), max(0, most-w.kept.Len()))])
	return len(text), nil
}
