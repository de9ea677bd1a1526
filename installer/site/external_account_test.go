package site

import (
	"strings"
	"testing"
)

// unkept has every secret but those that somebody else makes up.
type unkept struct{ PlaceholderSecrets }

// Given has nothing.
func (unkept) Given(string, string) (string, bool) { return "", false }

func TestResolve_ExternalAccountWithoutItsSecretIsRefusedAtItsLine(t *testing.T) {
	file, diags := Load("chaton.hcl", []byte(`chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}
contact {
  email = "contact@ailleurs.example"
}
tls {
  issuer = "acme"
  acme {
    directory = "https://acme.universite.example/directory"
    eab_key   = "kid-1"
  }
}
`))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	_, diags = Resolve(testModules(t), file, unkept{})
	if len(diags) != 1 || line(*diags[0].Subject) != "12" || !strings.Contains(diags[0].Detail, "chatiere secret set tls eab") {
		t.Errorf("got %v, want the command that gives it, at line 12", diags)
	}
	s, diags := Resolve(testModules(t), file, PlaceholderSecrets{})
	if diags.HasErrors() || s.TLS.EABKey != "kid-1" {
		t.Errorf("with its secret: got key %q and %v, want it taken", s.TLS.EABKey, diags)
	}
}

func TestIsExternalAccountSecret(t *testing.T) {
	for value, want := range map[string]bool{
		"zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W": true,
		"c2VjcmV0cw==": true, "c2VjcmV0cw": true, "_-_-": true,
		"": false, "un mot de passe": false, "a+b/": false,
	} {
		if got := IsExternalAccountSecret(value); got != want {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	}
}
