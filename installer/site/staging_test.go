package site

import "testing"

func TestLoad_StagingIsASecureAddress(t *testing.T) {
	for staging, good := range map[string]bool{
		"https://essai.universite.example/directory": true,
		"http://essai.universite.example/directory":  false,
	} {
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
    staging   = "`+staging+`"
  }
}
`))
		if got := !diags.HasErrors(); got != good {
			t.Errorf("%s: got taken %v and %v, want %v", staging, got, diags, good)
			continue
		}
		if !good {
			continue
		}
		resolved, diags := Resolve(testModules(t), file, PlaceholderSecrets{})
		if diags.HasErrors() || resolved.TLS.Staging != staging {
			t.Errorf("got %q and %v, want %s", resolved.TLS.Staging, diags, staging)
		}
	}
}
