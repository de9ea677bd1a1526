// Command progress shows a hundred operations on its terminal, some under way
// at once, one of them failing, then waits for a line and ends the showing.
package main

import (
	"bufio"
	"fmt"
	"os"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

func main() {
	var planned plan.Plan
	for i := range 100 {
		planned.Operations = append(planned.Operations, plan.Operation{Kind: plan.HealthWait, Target: fmt.Sprintf("service-%d/app", i)})
	}
	terminal := &wizard.Terminal{In: os.Stdin, Out: os.Stderr, IsTerminal: true, Printer: locale.New("fr")}
	progress := terminal.Progress(planned, func(o plan.Operation) string { return "attendre que " + o.Target + " soit en marche" })
	note := func(i int, state, detail string) {
		progress.Note(plan.Event{Operation: planned.Operations[i].ID(), State: state, Detail: detail})
	}
	for i := range 100 {
		note(i, "started", "")
		note(i, "progress", "not listening")
	}
	note(40, "failed", planned.Operations[40].ID()+": exited with code 1 after 2s (http 10.213.0.2:80/)\n    its last line")
	for i := range 30 {
		note(i, "done", "")
	}
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	for i := 30; i < 100; i++ {
		if i != 40 {
			note(i, "done", "")
		}
	}
	progress.Close()
}
