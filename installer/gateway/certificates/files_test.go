package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// copied makes what somebody else's authority signed for a name, as the
// installer copies it.
func copied(t *testing.T, folder, name string) *x509.Certificate {
	t.Helper()
	authority, _, err := openInternal(t.TempDir(), nil, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	data, err := authority.sign(name, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, FilesFolder(), FileOf(name)), string(data))
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		t.Fatal(err)
	}
	return pair.Leaf
}

func TestFiles_AreServedAndReplacedWhileVisitorsCome(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first := copied(t, folder, "wiki.chaton.test")
	any := copied(t, folder, "*.chaton.test")
	house := openAt(t, listen(t), Options{Folder: folder, Issuer: Issuer{Kind: Files}}, "wiki.chaton.test", "pads.chaton.test", "ailleurs.test")
	house.shows(t, "wiki.chaton.test", first)
	house.shows(t, "pads.chaton.test", any)
	if got := house.waitProblem(t, "ailleurs.test"); !strings.Contains(got.Problem, "chaton.hcl") || got.State != Waiting {
		t.Errorf("a name without a file: got %+v, want where to name one", got)
	}
	if err := house.keeper.Replace("wiki.chaton.test"); err == nil {
		t.Error("replace: got no error, want one that says who renews")
	}

	second := copied(t, folder, "wiki.chaton.test")
	elsewhere := copied(t, folder, "ailleurs.test")
	put(t, filepath.Join(folder, FilesFolder(), FileOf("*.chaton.test")), "cut in two")
	if err := house.keeper.Reload(); err != nil {
		t.Fatal(err)
	}
	house.shows(t, "wiki.chaton.test", second)
	house.shows(t, "ailleurs.test", elsewhere)
	house.shows(t, "pads.chaton.test", any)
	if got := house.certificate("ailleurs.test"); got.State != Valid || got.Problem != "" || got.Issuer != Files {
		t.Errorf("got %+v, want a valid one from files", got)
	}
	if notices := house.keeper.Notices(); len(notices) != 1 || !strings.Contains(notices[0], "cannot be served") {
		t.Errorf("got notices %q, want the damaged copy told", notices)
	}
	if err := os.Remove(filepath.Join(folder, FilesFolder(), "wiki.chaton.test")); err != nil {
		t.Fatal(err)
	}
}

func (h *house) shows(t *testing.T, name string, want *x509.Certificate) {
	t.Helper()
	got, err := h.shake(name, &tls.Config{})
	if err != nil || !got.Equal(want) {
		t.Errorf("%s: got %v, want the certificate that was copied", name, err)
	}
}

func TestInternal_RootVouchesForItsDomainsOnly(t *testing.T) {
	t.Parallel()
	authority, _, err := openInternal(t.TempDir(), []string{"chaton.test"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(authority.root)
	for name, want := range map[string]bool{"chaton.test": true, "wiki.chaton.test": true, "banque.test": false, "malchaton.test": false} {
		// Who steals the key asks nobody's leave.
		data, err := authority.sign(name, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		stolen, err := tls.X509KeyPair(data, data)
		if err != nil {
			t.Fatal(err)
		}
		_, refused := stolen.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: name})
		_, honest := authority.Obtain(t.Context(), name, false)
		if (refused == nil) != want || (honest == nil) != want {
			t.Errorf("%s: a visitor got %v and the authority %v, want it accepted: %v", name, refused, honest, want)
		}
	}
}
