package preflight

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestMemory_BlocksOnlyALimitBeyondTheMachine(t *testing.T) {
	machine, err := ReadMemory()
	if err != nil || machine.Total == 0 || machine.Available == 0 {
		t.Fatalf("got %v and %v, want this machine's memory", machine, err)
	}
	total := MachineMemory{Total: machine.Total}
	half := &site.Container{Service: "wiki", Name: "app", Memory: machine.Total/2 + 1}
	whole := &site.Container{Service: "forge", Name: "app", Memory: machine.Total + 1}
	free := &site.Container{Service: "wiki", Name: "web"}
	cases := map[string]struct {
		containers []*site.Container
		machine    MachineMemory
		want       string
	}{
		"one fits":                 {[]*site.Container{half, free}, total, ""},
		"together too many":        {[]*site.Container{half, half}, total, "warning: Together the containers"},
		"one beyond the machine":   {[]*site.Container{half, whole}, total, "refused: forge/app may use"},
		"others use what is there": {[]*site.Container{half}, MachineMemory{machine.Total, machine.Total / 4}, "other programs leave"},
	}
	for name, c := range cases {
		said := ""
		for _, found := range Memory(c.containers, c.machine) {
			said += found.String()
		}
		if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s: got %q, want %q in it", name, said, c.want)
		}
	}
}
