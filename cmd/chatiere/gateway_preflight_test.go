package main

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

func TestOrderPreflight_LooksForAPublicAuthorityOnly(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]bool{
		certificates.LetsEncrypt: true, certificates.ACME: false, certificates.Internal: false, certificates.Files: false,
	} {
		if got := orderPreflight(t.TempDir(), certificates.Issuer{Kind: kind}) != nil; got != want {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
}
