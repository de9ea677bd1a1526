package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A state folder that went away stops every command: nothing is generated, and
// nothing of the folder's objects is touched.
func TestE2E_LostStateStopsEveryCommand(t *testing.T) {
	c := newEcho(t, "e2e-lost")
	c.write(echoService, "bonjour", false)
	c.expect(exitDone, "apply", "--yes")
	before := objects(t, c.slug)

	vault := filepath.Join(c.state, "vault.json")
	if err := os.Rename(vault, vault+".away"); err != nil {
		t.Fatal(err)
	}
	if got := c.expect(exitUsage, "apply", "--yes"); !strings.Contains(got.err, "vault.json is missing") {
		t.Errorf("without its vault: got\n%s", got.err)
	}
	if err := os.Rename(vault+".away", vault); err != nil {
		t.Fatal(err)
	}

	folder := c.state
	if err := os.Rename(folder, folder+".away"); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"plan"}, {"apply", "--yes"}, {"destroy", "--yes", "--data", "--name", c.slug},
	} {
		got := c.expect(exitUsage, command...)
		if !strings.Contains(got.err, "restore the folder "+folder) {
			t.Errorf("%s: got\n%s\nwant the folder named", command[0], got.err)
		}
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(folder+".away", folder); err != nil {
		t.Fatal(err)
	}
	if got := objects(t, c.slug); got != before {
		t.Errorf("got\n%s\nwant everything as before\n%s", got, before)
	}
	// What called tick ends by itself when it looks and its folder is away,
	// and it may have looked meanwhile: nothing else is there to do.
	c.expect(exitDone, "apply", "--yes")
	if got := objects(t, c.slug); got != before {
		t.Errorf("applied again: got\n%s\nwant everything as before\n%s", got, before)
	}
	c.expect(exitDone, "plan")
}

// The names of two services are exchanged in one apply, and the gateway was
// stopped by hand.
func TestE2E_NamesChangeHandsInOneApply(t *testing.T) {
	c := newEcho(t, "e2e-names")
	const two = `
service "un" {
  module   = "echo"
  host     = %q
  settings = { word = "un" }
}
service "deux" {
  module   = "echo"
  host     = %q
  settings = { word = "deux" }
}
`
	c.write(two, "a.e2e-names.localhost", "b.e2e-names.localhost")
	c.expect(exitDone, "apply", "--yes")
	docker(t, "stop", docker(t, "ps", "-q", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.container=gateway"))
	c.write(two, "b.e2e-names.localhost", "a.e2e-names.localhost")
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	client := c.client(c.authority())
	for host, want := range map[string]string{"b": "un https\n", "a": "deux https\n"} {
		if got := c.get(client, host+".e2e-names.localhost", "/").body; got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
	// Every service leaves: the lock file has none, and still says all.
	c.write("")
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
}
