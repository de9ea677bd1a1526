// Command secret asks for a value that may not be shown.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	terminal := &wizard.Terminal{In: os.Stdin, Out: os.Stderr, IsTerminal: true, Printer: locale.New("fr")}
	value, err := terminal.Secret(ctx, "key", "Clé :")
	fmt.Println("\nlength", len(value), err)
}
