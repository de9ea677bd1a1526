package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// externalKey and externalSecret are what an authority hands out.
const (
	externalKey    = "kid-1"
	externalSecret = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"
)

const issuersEcho = `
service "echo" {
  module  = "echo"
  aliases = [%q]
}

tls {
  issuer = %q
%s}
`

// TestE2E_Issuers leads one chaton from its own authority to files that
// somebody else renews, then to an authority that wants an external account.
func TestE2E_Issuers(t *testing.T) {
	c := newEcho(t, "e2e-issuers")
	t.Run("the authority is replaced in sight of everybody", func(t *testing.T) { authorityReplaced(t, c) })
	t.Run("certificates of files", func(t *testing.T) { ofFiles(t, c) })
	t.Run("an external account", func(t *testing.T) { externalAccount(t, c) })
	c.t = t
}

// curl is a visitor that trusts one root and nothing else.
func (c *chaton) curl(root, host string) error {
	port := strconv.Itoa(c.https)
	return exec.Command("curl", "--fail", "--silent", "--show-error", "--noproxy", "*", "--cacert", root, "--capath", "/nonexistent",
		"--resolve", host+":"+port+":127.0.0.1", "--output", "/dev/null", "https://"+host+":"+port+"/").Run()
}

func authorityReplaced(t *testing.T, c *chaton) {
	c.t = t
	root := filepath.Join(c.state, "gateway", "certificates", "internal", "ca.pem")
	c.write(issuersEcho, "aussi.e2e-issuers.localhost", "internal", "")
	if said := c.expect(exitDone, "apply", "--yes").err; !strings.Contains(said, root) {
		t.Errorf("apply: got\n%s\nwant the root to import named", said)
	}
	if said := c.expect(exitDone, "status").out; !strings.Contains(said, root) || !strings.Contains(said, "for e2e-issuers.localhost only") {
		t.Errorf("status: got\n%s\nwant the root to import and what it is for", said)
	}
	if err := c.curl(root, "echo.e2e-issuers.localhost"); err != nil {
		t.Errorf("curl with the root alone: %v", err)
	}
	former := filepath.Join(t.TempDir(), "former.pem")
	imported, err := os.ReadFile(root)
	if err != nil {
		t.Fatal(err)
	}
	put(t, former, string(imported))

	c.write(issuersEcho, "ailleurs.localhost", "internal", "")
	planned := c.expect(exitPending, "plan").out
	for _, said := range []string{
		"whoever imported the former must import this one", "the former may not vouch for every name",
		"e2e-issuers.localhost → e2e-issuers.localhost, ailleurs.localhost",
	} {
		if !strings.Contains(planned, said) {
			t.Errorf("plan: got\n%s\nwant %q said", planned, said)
		}
	}
	if said := c.expect(exitDone, "apply", "--yes").err; !strings.Contains(said, "It replaces the former one") {
		t.Errorf("apply: got\n%s\nwant the new root announced", said)
	}
	c.expect(exitDone, "plan")
	for _, host := range []string{"echo.e2e-issuers.localhost", "ailleurs.localhost"} {
		if err := c.curl(root, host); err != nil {
			t.Errorf("curl to %s with the new root: %v", host, err)
		}
		if c.curl(former, host) == nil {
			t.Errorf("curl to %s with the former root: got an answer", host)
		}
	}
}

func ofFiles(t *testing.T, c *chaton) {
	c.t = t
	tool := newTool(t)
	tool.renew(t, time.Now(), 90)
	c.write(issuersEcho, "aussi.e2e-issuers.localhost", "files", tool.block("e2e-issuers.localhost")+tool.block("*.e2e-issuers.localhost"))
	c.expect(exitDone, "check")
	planned := c.expect(exitPending, "plan").out
	if !strings.Contains(planned, "give the gateway the certificate of *.e2e-issuers.localhost — the gateway has no copy yet") {
		t.Errorf("plan: got\n%s\nwant the copies in it", planned)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if err := c.curl(tool.root, "echo.e2e-issuers.localhost"); err != nil {
		t.Errorf("curl: %v", err)
	}
	gateway := c.gatewayID()
	renewedFiles(t, c, tool)
	if got := c.gatewayID(); got != gateway {
		t.Error("the gateway was replaced, want it to go on")
	}
	if said := c.expect(exitFailed, "certificate", "replace", "echo.e2e-issuers.localhost", "--yes").err; !strings.Contains(said, "comes from a file") {
		t.Errorf("replace: got\n%s\nwant who renews it said", said)
	}
	tool.renew(t, time.Now().AddDate(0, 0, -91), 90)
	for _, command := range []string{"check", "plan"} {
		if got := c.expect(exitUsage, command); !strings.Contains(got.err, "expired on") || !strings.Contains(got.err, "chaton.hcl") {
			t.Errorf("%s: got\n%s\nwant the expired file and its line", command, got.err)
		}
	}
}

// renewedFiles renews twice: late at first, then in time.
func renewedFiles(t *testing.T, c *chaton, tool *tool) {
	tool.renew(t, time.Now().Add(-70*24*time.Hour), 90)
	if planned := c.expect(exitPending, "plan").out; !strings.Contains(planned, "its file changed") {
		t.Errorf("plan: got\n%s\nwant the renewed file in it", planned)
	}
	c.expect(exitFailed, "tick") // it copies it, and says that it ends soon
	c.expect(exitDone, "plan")
	if status := c.status(exitFailed); len(status.Alarms) == 0 || !strings.Contains(status.Alarms[0], "was not renewed") {
		t.Errorf("status: got alarms %q, want one about the end", status.Alarms)
	}
	if said := c.expect(exitFailed, "status").out; !strings.HasPrefix(said, "Needs somebody: certificate of ") {
		t.Errorf("status: got\n%s\nwant the alarm on its first line", said)
	}

	tool.renew(t, time.Now(), 90)
	c.expect(exitDone, "tick")
	c.expect(exitDone, "plan")
	c.expect(exitDone, "status")
	if err := c.curl(tool.root, "aussi.e2e-issuers.localhost"); err != nil {
		t.Errorf("curl after the renewal: %v", err)
	}
}

func externalAccount(t *testing.T, c *chaton) {
	c.t = t
	ca := acmetest.StartWith(t, acmetest.Settings{TLSPort: c.https, EAB: map[string]string{externalKey: externalSecret}})
	put(t, filepath.Join(c.folder, "ca.pem"), string(ca.Root))
	c.write(issuersEcho, "aussi.e2e-issuers.localhost", "acme", `  acme {
    directory = "`+ca.Directory+`"
    ca        = "ca.pem"
    eab_key   = "`+externalKey+`"
  }
`)
	if refused := c.expect(exitUsage, "plan").err; !strings.Contains(refused, "chatiere secret set tls eab") {
		t.Errorf("without the secret: got\n%s\nwant it asked for", refused)
	}
	c.given(externalSecret, "secret", "set", "tls", "eab")
	if planned := c.expect(exitPending, "plan").out; !strings.Contains(planned, "take the certificate of *.e2e-issuers.localhost back") {
		t.Errorf("plan: got\n%s\nwant the copies taken back", planned)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	const name = "echo.e2e-issuers.localhost"
	if body := c.get(c.client(ca.Pool()), name, "/").body; body != "bonjour https\n" {
		t.Errorf("got %q", body)
	}
	if got := ca.Orders(name); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
	secretNowhereElse(t, c)

	before := c.certificate(exitDone, name)
	if before.Budget == nil || before.Issuer != ca.Directory {
		t.Fatalf("status: got %+v, want the directory and what is left", before)
	}
	c.expect(exitDone, "certificate", "replace", name, "--yes")
	after := c.certificate(exitDone, name)
	if got := ca.Orders(name); got != 2 || after.Budget.Duplicates >= before.Budget.Duplicates {
		t.Errorf("replace: got %d orders and %+v left after %+v, want one more order and one try less", got, after.Budget, before.Budget)
	}
	if said := c.expect(exitFailed, "certificate", "retry", "inconnu.e2e-issuers.localhost").err; !strings.Contains(said, "no route") {
		t.Errorf("a name of nobody: got\n%s", said)
	}
	c.expect(exitDone, "certificate", "retry", name)
	if copies, _ := filepath.Glob(filepath.Join(c.state, "gateway", certificates.FilesFolder(), "*")); len(copies) > 0 {
		t.Errorf("got %v, want no copy left", copies)
	}
}

// secretNowhereElse looks for the account's secret in everything but the vault
// and the file that only the gateway reads.
func secretNowhereElse(t *testing.T, c *chaton) {
	searched := 0
	for _, root := range []string{c.state, c.folder} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || entry.Name() == "vault.json" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			searched++
			if entry.Name() == certificates.IssuerFile {
				if info, err := entry.Info(); err != nil || info.Mode().Perm()&0o007 != 0 {
					t.Errorf("%s: got %v, %v; want nobody else to read it", path, info, err)
				}
				return nil
			}
			if strings.Contains(string(data), externalSecret) {
				t.Errorf("the secret stands in %s", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if searched < 10 {
		t.Errorf("only %d files were searched", searched)
	}
	gateway := c.gatewayID()
	if described := docker(t, "inspect", gateway) + docker(t, "logs", gateway); strings.Contains(described, externalSecret) {
		t.Error("the engine tells the secret")
	}
}
