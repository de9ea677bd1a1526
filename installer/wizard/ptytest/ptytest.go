// Package ptytest puts a program on a pseudo-terminal, so that tests press keys
// and read the screen as a person does.
package ptytest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Terminal is a pseudo-terminal that answers no query, with a program on it.
type Terminal struct {
	keyboard    *os.File  // our side
	terminal    *os.File  // the program's side, kept open to look at afterwards
	Command     *exec.Cmd // set by Start
	Environment []string  // beside a terminal of 256 colours and French
	marks       int

	mutex   sync.Mutex
	changed *sync.Cond
	said    bytes.Buffer
	ended   bool // nothing more will be said in time
}

// Open makes a terminal of 80 columns and 24 rows that closes with the test.
func Open(t testing.TB) *Terminal {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(keyboard.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80}); err != nil {
		t.Fatal(err)
	}
	p := &Terminal{keyboard: keyboard, terminal: terminal}
	p.changed = sync.NewCond(&p.mutex)
	t.Cleanup(func() {
		keyboard.Close()
		terminal.Close()
	})
	return p
}

// Start runs a program on the terminal and listens to what it says.
func (p *Terminal) Start(t testing.TB, program string, arguments ...string) {
	t.Helper()
	p.Command = exec.CommandContext(t.Context(), program, arguments...)
	p.Command.Stdin, p.Command.Stdout, p.Command.Stderr = p.terminal, p.terminal, p.terminal
	p.Command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	p.Command.Env = append([]string{"TERM=xterm-256color", "LANG=fr_FR.UTF-8", "PATH=/usr/bin:/bin"}, p.Environment...)
	if err := p.Command.Start(); err != nil {
		t.Fatal(err)
	}
	go p.listen()
	patience := time.AfterFunc(20*time.Second, p.giveUp)
	t.Cleanup(func() { patience.Stop() })
}

func (p *Terminal) listen() {
	buffer := make([]byte, 4096)
	for {
		count, err := p.keyboard.Read(buffer)
		p.mutex.Lock()
		p.said.Write(buffer[:count])
		p.changed.Broadcast()
		p.mutex.Unlock()
		if err != nil {
			return
		}
	}
}

// giveUp ends a program that waits for a key that no test presses.
func (p *Terminal) giveUp() {
	_ = p.Command.Process.Kill()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.ended = true
	p.changed.Broadcast()
}

// Await waits until the program has said something.
func (p *Terminal) Await(t testing.TB, words string) {
	t.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for !bytes.Contains(p.said.Bytes(), []byte(words)) {
		if p.ended {
			t.Fatalf("got no %q in:\n%q", words, p.said.String())
		}
		p.changed.Wait()
	}
}

// Type sends keys.
func (p *Terminal) Type(t testing.TB, keys string) {
	t.Helper()
	if _, err := p.keyboard.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// End waits for the end of the program, whatever it is, and returns its exit
// code.
func (p *Terminal) End(t testing.TB) int {
	t.Helper()
	var exit *exec.ExitError
	if err := p.Command.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.Command.ProcessState.ExitCode()
}

// Wait waits for the end of the program, which must be a success.
func (p *Terminal) Wait(t testing.TB) {
	t.Helper()
	if err := p.Command.Wait(); err != nil {
		t.Fatalf("%v after:\n%q", err, p.Seen(t))
	}
}

// Seen is all that was said. A mark of our own through the terminal tells that
// everything before it has arrived.
func (p *Terminal) Seen(t testing.TB) string {
	t.Helper()
	p.marks++
	mark := "\x00mark " + strconv.Itoa(p.marks) + "\x00"
	if _, err := p.terminal.WriteString(mark); err != nil {
		t.Fatal(err)
	}
	p.Await(t, mark)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return regexp.MustCompile("\x00mark [0-9]+\x00").ReplaceAllString(p.said.String(), "")
}

// Modes are the settings that a program must leave as it found them.
func (p *Terminal) Modes(t testing.TB) unix.Termios {
	t.Helper()
	modes, err := unix.IoctlGetTermios(int(p.terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return *modes
}

// Unread is how much input the next program would find.
func (p *Terminal) Unread(t testing.TB) int {
	t.Helper()
	unread, err := unix.IoctlGetInt(int(p.terminal.Fd()), unix.TIOCINQ)
	if err != nil {
		t.Fatal(err)
	}
	return unread
}
