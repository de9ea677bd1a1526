// Command start does what `chatiere version` does: it imports the wizard and
// asks nothing.
package main

import (
	"fmt"

	"framagit.org/chatiere/chatiere/installer/wizard"
)

func main() { fmt.Println("started", wizard.KindText) }
