package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const relayFile = usesFile + `
mail {
  host = "mail.ailleurs.example"
  port = 587
  user = "noreply"
  from = "noreply@chat.example"

  encryption = "starttls"
}
`

func TestResolve_OnlyWhatNamesMailReachesTheRelay(t *testing.T) {
	site, diags := resolveText(t, relayFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	post, app := site.Service("mur").container("post"), site.Service("mur").container("app")
	password, _ := PlaceholderSecrets{}.Given(RelayOwner, RelayPassword)
	wantEnvironment := map[string]string{
		"SMTP": "starttls://mail.ailleurs.example:587 noreply@chat.example", "USER": "noreply", "PASSWORD": password,
	}
	if diff := cmp.Diff(wantEnvironment, post.Environment); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	if hosts := strings.Join(post.Hosts, " "); !post.Mail || !strings.Contains(hosts, "mail.ailleurs.example") {
		t.Errorf("got mail %t, hosts %q; want the relay among them", post.Mail, hosts)
	}
	if hosts := strings.Join(app.Hosts, " "); app.Mail || strings.Contains(hosts, "mail.") {
		t.Errorf("got mail %t, hosts %q for what names no mail; want no relay", app.Mail, hosts)
	}
	if relay := site.Service("mur").Relay; relay != "mail.ailleurs.example:587" {
		t.Errorf("got relay %q; want the one of chaton.hcl", relay)
	}
	if post.Egress != nil {
		t.Errorf("got a way out %q; want none", post.Egress)
	}
}

func TestResolve_WithoutARelayMailIsNull(t *testing.T) {
	site, diags := resolveText(t, usesFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if post := site.Service("mur").container("post"); post.Mail || len(post.Environment) > 0 || site.Service("mur").Relay != "" {
		t.Errorf("got mail %t, environment %v; want neither", post.Mail, post.Environment)
	}
}

func TestResolve_ThePasswordOfTheRelayIsAskedForOnce(t *testing.T) {
	_, diags := resolveText(t, relayFile, forgetful{})
	want := map[string]string{"30": "The password of the relay is not in the vault"}
	if diff := cmp.Diff(want, summaries(diags)); diff != "" {
		t.Errorf("problems by line (-want +got):\n%s", diff)
	}
	if _, diags := resolveText(t, without(t, relayFile, `  user = "noreply"`+"\n"), forgetful{}); diags.HasErrors() {
		t.Errorf("a relay without accounts: got %v; want none", diags)
	}
}

func TestRehearse_SendsNoMail(t *testing.T) {
	rehearsed, err := Rehearse([]byte(relayFile), "demo", "demo.localhost", 8080, 8443)
	if err != nil {
		t.Fatal(err)
	}
	if file, _ := Load("chaton.hcl", rehearsed); file.Mail != nil {
		t.Errorf("got a relay in\n%s\nwant none", rehearsed)
	}
}

// forgetful is a vault that nobody gave anything to.
type forgetful struct{ PlaceholderSecrets }

func (forgetful) Given(string, string) (string, bool) { return "", false }

// without is a text less a part that it must have.
func without(t testing.TB, text, part string) string {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Fatalf("got no %q in the text", part)
	}
	return strings.Replace(text, part, "", 1)
}
