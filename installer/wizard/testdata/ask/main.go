// Command ask holds a first sitting on its terminal and says how it ended.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	modules, problems := catalog.Load(os.DirFS(os.Args[1]))
	if problems.HasErrors() {
		fmt.Println(problems)
		os.Exit(1)
	}
	terminal := &wizard.Terminal{
		In: os.Stdin, Out: os.Stderr, IsTerminal: true, NoColor: os.Getenv("NO_COLOR") != "",
		Plain:   wizard.PlainWanted(false, os.Getenv),
		Printer: locale.New(locale.Detect(os.Getenv, "")),
	}
	answers, err := wizard.Ask(ctx, terminal, modules, site.Answers{}, wizard.Options{
		Preference: fullScreen{}, Preview: preview, Path: "./chaton.hcl", Memory: 4 << 30,
	})
	if closing := terminal.Close(); closing != nil {
		fmt.Println("close:", closing)
	}
	switch {
	case errors.Is(err, wizard.ErrCancelled):
		fmt.Println("ended: cancelled")
	case err != nil:
		fmt.Println("ended: failed")
	default:
		fmt.Printf("ended: %+v\n", answers)
	}
}

// preview panics for one name, as a mistake of our own would.
func preview(answers site.Answers) (string, error) {
	if answers.Name == "Panique" {
		panic("a mistake of our own")
	}
	return fmt.Sprintf("chaton %q {\n}\n", answers.Slug), nil
}

// fullScreen was chosen before.
type fullScreen struct{}

func (fullScreen) Load() (plain, known bool) { return false, os.Getenv("ASK_FORM") == "" }

func (fullScreen) Save(bool) error { return nil }
