package installer

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestWriteRoot_InternalAuthorityIsMadeOnceAndIsTheGateways(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	internal := &site.Site{TLS: site.TLS{Issuer: "internal"}}
	var roots []string
	for range 2 {
		if err := state.writeRoot(internal, time.Now()); err != nil {
			t.Fatal(err)
		}
		root, err := os.ReadFile(state.trustedRoot(internal))
		if err != nil {
			t.Fatal(err)
		}
		roots = append(roots, string(root))
	}
	if roots[0] != roots[1] || roots[0] == "" {
		t.Errorf("got two roots %q and %q, want one", roots[0], roots[1])
	}
	key, err := os.Stat(filepath.Join(filepath.Dir(state.Authority()), "ca.key"))
	if err != nil {
		t.Fatal(err)
	}
	if owner := key.Sys().(*syscall.Stat_t).Uid; owner != gatewayUser || key.Mode().Perm() != 0o600 {
		t.Errorf("got owner %d, mode %v of the key; want the gateway's, 0600", owner, key.Mode())
	}
}

func TestWriteRoot_FollowsNoLinkOutOfTheGatewaysFolder(t *testing.T) {
	state, elsewhere := State{Folder: t.TempDir()}, t.TempDir()
	if err := state.prepareFolders("id"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(elsewhere, "internal"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "internal", "ca.pem"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(state.Gateway(), "certificates")); err != nil {
		t.Fatal(err)
	}
	if err := state.makeAuthority(nil, time.Now()); err == nil {
		t.Error("got no error for a link that leads out, want one")
	}
}

func TestTrustedRoot_IsForIssuersThatNobodyTrusts(t *testing.T) {
	state := State{Folder: "/state"}
	for _, test := range []struct {
		tls  site.TLS
		want string
	}{
		{site.TLS{Issuer: "letsencrypt"}, ""},
		{site.TLS{Issuer: "acme"}, ""},
		{site.TLS{Issuer: "acme", CA: "PEM"}, "/state/authority.pem"},
		{site.TLS{Issuer: "internal"}, "/state/gateway/certificates/internal/ca.pem"},
	} {
		if got := state.trustedRoot(&site.Site{TLS: test.tls}); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.tls, got, test.want)
		}
	}
}
