package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeChatons are the chatons that the README makes: its commands name no
// state folder, as a newcomer names none.
var readmeChatons = []string{"demo", "petit-chaton"}

// TestREADME runs every command of the README, in order, as root on this
// machine: first the French part, then the English one, each in a new home.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	french, english, found := strings.Cut(string(text), "\n## In English\n")
	if !found {
		t.Fatal("README.md has no English part")
	}
	keepInstalled(t)
	answers := answersFile(t, french)
	for _, part := range []struct{ name, text string }{{"français", french}, {"English", english}} {
		t.Run(part.name, func(t *testing.T) {
			commands := consoleCommands(part.text)
			if len(commands) < 8 {
				t.Fatalf("got %d commands, want at least 8", len(commands))
			}
			runSession(t, commands, answers)
		})
	}
}

var consoleFence = regexp.MustCompile("(?ms)^```console\n(.*?)^```")

// consoleCommands lists the lines that start with "$ ", but the test suite,
// which is what runs this.
func consoleCommands(text string) []string {
	var commands []string
	for _, fence := range consoleFence.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(fence[1]) {
			command, isCommand := strings.CutPrefix(strings.TrimSpace(line), "$ ")
			if isCommand && command != "sh installer/setup.sh test" {
				commands = append(commands, command)
			}
		}
	}
	return commands
}

var answersFence = regexp.MustCompile("(?ms)^```hcl reponses.hcl\n(.*?)^```")

func answersFile(t *testing.T, text string) string {
	t.Helper()
	found := answersFence.FindStringSubmatch(text)
	if found == nil {
		t.Fatal("README.md shows no answers file")
	}
	return found[1]
}

// runSession runs the commands in one shell. The answers file is written when
// the commands first go to the chaton's folder, as a reader would write it.
func runSession(t *testing.T, commands []string, answers string) {
	t.Helper()
	home := t.TempDir()
	source := filepath.Join(home, "reponses.hcl")
	if err := os.WriteFile(source, []byte(answers), 0o644); err != nil {
		t.Fatal(err)
	}
	script := "set -eu\n"
	for _, command := range commands {
		script += "printf '\\n$ %s\\n' '" + strings.ReplaceAll(command, "'", `'\''`) + "'\n" + command + "\n"
		if strings.Contains(command, "cd ~/") {
			script += "cp " + source + " reponses.hcl\n"
		}
		if strings.HasSuffix(command, "setup.sh demo") {
			script += keepImagesScript
		}
	}
	t.Cleanup(func() { removeReadmeChatons(t) })
	shell := exec.CommandContext(t.Context(), "bash", "-c", script)
	shell.Dir = "../.."
	// testscript put a program of this name first in PATH; the README's is the
	// installed one.
	shell.Env = append(os.Environ(), "PATH=/usr/local/bin:"+os.Getenv("PATH"), "HOME="+home, "TERM=dumb", "GOPATH="+goEnvironment(t, "GOPATH"), "GOCACHE="+goEnvironment(t, "GOCACHE"))
	if output, err := shell.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// keepImagesScript does what keepImages does, within a session: what the first
// command built from nothing is not built again after each destroy.
const keepImagesScript = `for label in org.chatiere.inputs org.chatiere.base; do
	docker images --filter "label=$label" --format '{{.Repository}}:{{.Tag}}' | grep -v -e '<none>' -e /echo: | while read -r name; do
		docker create --name "chatiere-test-keeper-$(printf %s "$name" | tr -cs 'a-zA-Z0-9' -)" "$name" true >/dev/null 2>&1 || true
	done || true
done
`

// goEnvironment keeps Go's caches where they are although HOME moves.
func goEnvironment(t *testing.T, name string) string {
	t.Helper()
	output, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

func removeReadmeChatons(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Error(err)
		return
	}
	for _, name := range readmeChatons {
		if output, err := exec.Command(path, "destroy", "--name", name, "--data", "--yes").CombinedOutput(); err != nil {
			t.Errorf("destroy %s: %v\n%s", name, err, output)
		}
	}
}

// keepInstalled puts back what stood at /usr/local/bin/chatiere.
func keepInstalled(t *testing.T) {
	t.Helper()
	const installed = "/usr/local/bin/chatiere"
	before, err := os.ReadFile(installed)
	t.Cleanup(func() {
		os.Remove(installed)
		if err == nil {
			if err := os.WriteFile(installed, before, 0o755); err != nil {
				t.Error(err)
			}
		}
	})
}
