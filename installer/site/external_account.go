package site

import (
	"encoding/base64"
	"strings"
)

// The secret of the external account at an ACME authority, in the vault. The
// owner bears a dot, as no service does.
const (
	ExternalAccountOwner  = "chaton.tls"
	ExternalAccountSecret = "eab"
)

// IsExternalAccountSecret says that a value has the form in which authorities
// hand such a secret out: base64url, with or without padding.
func IsExternalAccountSecret(value string) bool {
	decoded, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(value, "="))
	return err == nil && len(decoded) > 0
}

// checkExternalAccount asks for the secret that the authority gave with the
// key.
func (r *resolving) checkExternalAccount() {
	if r.site.TLS.EABKey == "" {
		return
	}
	if _, given := r.secrets.Given(ExternalAccountOwner, ExternalAccountSecret); !given {
		r.refuse(r.file.place("tls.acme.eab_key"), say("The secret of the external account is not in the vault"),
			say("Run: %s", "chatiere secret set tls eab"))
	}
}
