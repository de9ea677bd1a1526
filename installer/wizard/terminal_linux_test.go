package wizard

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/wizard/ptytest"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// F24: a terminal left dirty, or answers run by the shell.

func TestF24_StartAsksTheTerminalNothing(t *testing.T) {
	program := build(t, "start")
	p := ptytest.Open(t)
	began := time.Now()
	p.Start(t, program)
	p.Wait(t)
	if got, want := p.Seen(t), "started a text\r\n"; got != want {
		t.Errorf("got %q on the terminal, want %q", got, want)
	}
	// A query that nobody answers takes five seconds.
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("got an end after %v", took)
	}
}

func TestF24_TerminalIsLeftAsItWas(t *testing.T) {
	program := build(t, "ask")
	cases := map[string]struct {
		act  func(t *testing.T, p *ptytest.Terminal)
		want string
	}{
		"ctrl+c": {func(t *testing.T, p *ptytest.Terminal) { p.Type(t, "\x03") }, "ended: cancelled"},
		"a signal": {func(t *testing.T, p *ptytest.Terminal) {
			if err := p.Command.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
		}, "ended: cancelled"},
		"a panic": {func(t *testing.T, p *ptytest.Terminal) {
			for _, step := range [][2]string{{"\r", "appelle"}, {"Panique\r", "domaine"}, {"\r", "courriel"}, {"a@b.example\r", "services"}} {
				p.Type(t, step[0])
				p.Await(t, step[1])
			}
			p.Type(t, " \r")
		}, "ended: failed"},
		"five lines pasted": {func(t *testing.T, p *ptytest.Terminal) {
			p.Type(t, "\r")
			p.Await(t, "appelle")
			p.Type(t, "\x1b[200~un\rdeux\rtrois\rquatre\rcinq\r\x1b[201~")
			p.Await(t, "cinq")
			p.Type(t, "\x03echo leaked\recho leaked\r")
		}, "ended: cancelled"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := ptytest.Open(t)
			before := p.Modes(t)
			p.Start(t, program, filepath.Join("testdata", "modules"))
			p.Await(t, "Quelle langue")
			c.act(t, p)
			p.Wait(t)
			leftClean(t, p, before, c.want)
		})
	}
}

func TestF24_PlainFormOnATerminal(t *testing.T) {
	program := build(t, "ask")
	p := ptytest.Open(t)
	before := p.Modes(t)
	p.Environment = []string{"TERM=dumb"}
	p.Start(t, program, filepath.Join("testdata", "modules"))
	p.Await(t, "Votre choix")
	p.Type(t, "\nLe Chat\n\na@b.example\n1\n\nrm -rf /tmp/none\n")
	p.Wait(t)
	if seen := p.Seen(t); strings.Contains(seen, "\x1b") || !strings.Contains(seen, "ended: {Language:fr Name:Le Chat") {
		t.Errorf("got on the terminal:\n%s", seen)
	}
	leftClean(t, p, before, "ended:")
}

// leftClean looks at what the next program finds.
func leftClean(t *testing.T, p *ptytest.Terminal, before unix.Termios, end string) {
	t.Helper()
	if diff := cmp.Diff(before, p.Modes(t)); diff != "" {
		t.Errorf("terminal modes (-before +after):\n%s", diff)
	}
	if unread := p.Unread(t); unread != 0 {
		t.Errorf("got %d unread bytes of input, want none", unread)
	}
	seen := p.Seen(t)
	if !strings.Contains(seen, end) {
		t.Errorf("got no %q in:\n%q", end, seen)
	}
	for on, off := range map[string]string{"\x1b[?1049h": "\x1b[?1049l", "\x1b[?25l": "\x1b[?25h", "\x1b[?2004h": "\x1b[?2004l"} {
		if strings.LastIndex(seen, on) > strings.LastIndex(seen, off) {
			t.Errorf("%q was not taken back by %q", on, off)
		}
	}
}

// build makes a program of testdata.
func build(t *testing.T, name string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), name)
	command := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./"+filepath.Join("testdata", name))
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", name, err, said)
	}
	return program
}
