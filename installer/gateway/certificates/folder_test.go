package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

func TestFolder_ThatTakesNothingOrdersNothingAndSaysWhy(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	// Even root cannot write below a file.
	put(t, filepath.Join(folder, certificatesFolder), "in the way")
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "wiki.chaton.test")
	if got := house.waitProblem(t, "wiki.chaton.test").Problem; !strings.Contains(got, "cannot be kept") || !strings.Contains(got, "not a directory") {
		t.Errorf("got problem %q, want the folder's", got)
	}
	if ca.AllOrders() != 0 || ca.Accounts() != 0 {
		t.Errorf("got %d orders and %d accounts, want none", ca.AllOrders(), ca.Accounts())
	}
}

func TestFolder_CertificateThatCannotBeWrittenIsServedAndSaid(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	keeper, err := Open(Options{Folder: folder, Issuer: trusting(ca)})
	if err != nil {
		t.Fatal(err)
	}
	// The place is taken between the order and its certificate.
	place := filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory), "wiki.chaton.test")
	answer(t, secure, func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if hello.SupportedProtos[0] == ChallengeProtocol {
			put(t, filepath.Join(place, "in", "the-way"), "")
		}
		return keeper.GetCertificate(hello)
	})
	house := start(t, listen(t), keeper, folder, "wiki.chaton.test")
	got := house.waitProblem(t, "wiki.chaton.test")
	if !strings.Contains(got.Problem, "lost at a restart") || got.Budget.Duplicates != 3 {
		t.Errorf("got problem %q and %d duplicates left, want the loss said and counted", got.Problem, got.Budget.Duplicates)
	}
	if _, err := house.shake("wiki.chaton.test", &tls.Config{}); err != nil {
		t.Errorf("got %v, want it served from memory", err)
	}
	if got := ca.AllOrders(); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestFolder_TwoGatewaysMakeOneAccountAndOneOrder(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	names := []string{"a.chaton.test", "b.chaton.test"}
	first := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, names...)
	second := openAt(t, listen(t), Options{Folder: folder, Issuer: trusting(ca)}, names...)
	first.wait(t, names...)
	second.wait(t, names...)
	shown := make([]*x509.Certificate, 2)
	for i, house := range []*house{first, second} {
		var err error
		if shown[i], err = house.shake(names[0], &tls.Config{}); err != nil {
			t.Fatal(err)
		}
	}
	if !shown[0].Equal(shown[1]) || ca.Accounts() != 1 || ca.AllOrders() != 2 {
		t.Errorf("got the same certificate %v, %d accounts and %d orders, want true, 1 and 2",
			shown[0].Equal(shown[1]), ca.Accounts(), ca.AllOrders())
	}
	waiting, other := second, first
	if !first.keeper.holds() {
		waiting, other = first, second
	}
	if err := waiting.keeper.Retry("a.chaton.test"); err == nil || !strings.Contains(err.Error(), "another gateway") {
		t.Errorf("got %v from the one that waits, want the other named", err)
	}
	other.close()
	// While it drains, the one that ended still answers at the shared port.
	for _, house := range []*house{other, waiting} {
		house.keeper.Want(append(names, "c.chaton.test"))
	}
	waiting.wait(t, "c.chaton.test")
	if ca.Accounts() != 1 || ca.AllOrders() != 3 {
		t.Errorf("got %d accounts and %d orders after taking over, want 1 and 3", ca.Accounts(), ca.AllOrders())
	}
}

func TestFolder_ChallengeOfAnotherGatewayIsAnswered(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	names := []string{"wiki.chaton.test"}
	// The one that orders is not the one that the CA reaches.
	ordering := openAt(t, listen(t), Options{Folder: folder, Issuer: trusting(ca)}, names...)
	ordering.until(t, names[0], func(Certificate) bool { return ordering.keeper.holds() })
	reached := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, names...)
	reached.wait(t, names...)
	if got := ca.Orders(names[0]); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestFolder_DamagedFilesAreSetAsideAndOrderedOnce(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	place := filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory))
	put(t, filepath.Join(place, "wiki.chaton.test"), "cut")
	put(t, filepath.Join(place, accountEntry), "")
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	if got := house.keeper.Notices(); len(got) != 2 || !strings.Contains(strings.Join(got, " "), damagedFolder) {
		t.Errorf("got notices %q, want two", got)
	}
	if ca.AllOrders() != 1 || ca.Accounts() != 1 {
		t.Errorf("got %d orders and %d accounts, want 1 and 1", ca.AllOrders(), ca.Accounts())
	}
}

func TestFolder_FileThatCannotBeReadIsNotOrderedAgain(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	// Even root cannot read a folder as a file.
	place := filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory), "wiki.chaton.test")
	put(t, filepath.Join(place, "something"), "")
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "wiki.chaton.test", "good.chaton.test")
	house.wait(t, "good.chaton.test")
	if got := house.waitProblem(t, "wiki.chaton.test").Problem; !strings.Contains(got, "cannot be read") {
		t.Errorf("got problem %q, want the file named", got)
	}
	if got := ca.Orders("wiki.chaton.test"); got != 0 {
		t.Errorf("got %d orders, want none", got)
	}
}
