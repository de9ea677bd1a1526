package certificates

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

func TestRenewal_NameWithoutVisitorsKeepsKeyAndAccount(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{ValidSeconds: 6})
	folder := t.TempDir()
	first := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "quiet.chaton.test")
	first.wait(t, "quiet.chaton.test")
	before := first.certificate("quiet.chaton.test")
	key := keyOf(t, folder, ca, "quiet.chaton.test")
	// After a restart nobody visits: only the gateway itself starts timers.
	first.close()
	keeper, err := Open(Options{Folder: folder, Issuer: trusting(ca)})
	if err != nil {
		t.Fatal(err)
	}
	// The CA still knocks at the first, which finds the answer in the folder.
	again := start(t, listen(t), keeper, folder, "quiet.chaton.test")
	again.until(t, "quiet.chaton.test", func(c Certificate) bool { return c.NotAfter.After(before.NotAfter) })
	if got := keyOf(t, folder, ca, "quiet.chaton.test"); got != key {
		t.Error("got another key after the renewal, want the same")
	}
	if ca.Accounts() != 1 || ca.Orders("quiet.chaton.test") != 2 {
		t.Errorf("got %d accounts and %d orders, want 1 and 2", ca.Accounts(), ca.Orders("quiet.chaton.test"))
	}
}

func TestRenewal_UnreachableCAIsAnAlarmAndNoOutage(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{ValidSeconds: 6})
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	ca.Stop()
	got := house.until(t, "wiki.chaton.test", func(c Certificate) bool { return c.Alarm != "" && c.Problem != "" })
	if !strings.Contains(got.Problem, "does not answer this machine") {
		t.Errorf("got alarm %q and problem %q, want the CA named", got.Alarm, got.Problem)
	}
	house.until(t, "wiki.chaton.test", func(c Certificate) bool { return c.State == Expired })
	if _, err := house.shake("wiki.chaton.test", &tls.Config{}); err != nil {
		t.Errorf("got %v, want it served still", err)
	}
}

func TestRenewal_ExpiredOrMissingHoldsNoOtherName(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	place := filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory))
	put(t, filepath.Join(place, "old.chaton.test"), string(signed(t, "old.chaton.test", time.Now().AddDate(-1, 0, 0))))
	ca.Misdirect("old.chaton.test")
	ca.Misdirect("lost.chaton.test")
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "old.chaton.test", "lost.chaton.test", "good.chaton.test")
	house.wait(t, "good.chaton.test")
	if got := house.waitProblem(t, "old.chaton.test"); got.State != Expired || got.Alarm == "" {
		t.Errorf("got %+v, want it expired with an alarm", got)
	}
}

func TestRenewal_SlowNameHoldsUpNoHandshake(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	first := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "quick.chaton.test")
	first.wait(t, "quick.chaton.test")
	first.close()
	entered, release := make(chan struct{}, 10), make(chan struct{})
	hanging := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		entered <- struct{}{}
		<-release
	}))
	t.Cleanup(hanging.Close)
	t.Cleanup(func() { close(release) })
	keeper, err := Open(Options{Folder: folder, Issuer: trusting(ca)})
	if err != nil {
		t.Fatal(err)
	}
	keeper.source.(*acmeCA).line.directory = hanging.URL
	keeper.source.(*acmeCA).line.transport = hanging.Client().Transport
	keeper.source.(*acmeCA).issuer.Directory = hanging.URL
	house := start(t, listen(t), keeper, folder, "quick.chaton.test", "slow.chaton.test")
	<-entered
	started := time.Now()
	if _, err := house.shake("quick.chaton.test", &tls.Config{}); err != nil {
		t.Errorf("got %v, want a handshake", err)
	}
	if _, err := house.shake("slow.chaton.test", &tls.Config{}); err == nil {
		t.Error("got a handshake without a certificate, want a refusal")
	}
	// The CA hangs until the test ends: whoever waited for it would wait for a
	// minute, and a busy machine answers within seconds.
	if took := time.Since(started); took > requestPatience/10 {
		t.Errorf("got an answer after %s, want one at once", took)
	}
}

func TestCheck_DifferenceBetweenFileAndVisitorsIsAnAlarm(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	house.keeper.Check(t.Context())
	if got := house.certificate("wiki.chaton.test").Alarm; got != "" {
		t.Errorf("got alarm %q, want none", got)
	}
	path := filepath.Join(house.folder, certificatesFolder, directoryFolder(ca.Directory), "wiki.chaton.test")
	put(t, path, string(signed(t, "wiki.chaton.test", time.Now())))
	house.keeper.Check(t.Context())
	if got := house.certificate("wiki.chaton.test").Alarm; !strings.Contains(got, "another than the one that is served") {
		t.Errorf("got alarm %q, want the difference", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	house.keeper.Check(t.Context())
	if got := house.certificate("wiki.chaton.test").Alarm; !strings.Contains(got, "from memory only") {
		t.Errorf("got alarm %q, want the loss", got)
	}
}

func TestAccount_TermsAndTheirAcceptanceAreOnTheDisk(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder, accepted := t.TempDir(), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	issuer := trusting(ca)
	issuer.Accepted, issuer.AcceptedBy = accepted, "marie"
	if err := SaveIssuer(folder, issuer); err != nil {
		t.Fatal(err)
	}
	issuer.Accepted, issuer.AcceptedBy = accepted.AddDate(0, 1, 0), "paul"
	if err := SaveIssuer(folder, issuer); err != nil {
		t.Fatal(err)
	}
	loaded, err := LoadIssuer(folder)
	if err != nil || !loaded.Accepted.Equal(accepted) || loaded.AcceptedBy != "marie" {
		t.Errorf("got %+v and %v, want the first acceptance kept", loaded, err)
	}
	house := openAt(t, secure, Options{Folder: folder, Issuer: loaded}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	var got agreement
	data, err := os.ReadFile(filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory), accountFile))
	if err == nil {
		err = json.Unmarshal(data, &got)
	}
	if err != nil || got.Terms == "" || !got.Accepted.Equal(accepted) || got.By != "marie" || got.Directory != ca.Directory {
		t.Errorf("got %+v and %v, want the terms and who accepted them when", got, err)
	}
}

func keyOf(t testing.TB, folder string, ca *acmetest.CA, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, certificatesFolder, directoryFolder(ca.Directory), name))
	if err != nil {
		t.Fatal(err)
	}
	key, _, _ := bytes.Cut(data, []byte("-----BEGIN CERTIFICATE"))
	return string(key)
}
