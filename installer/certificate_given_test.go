package installer

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// handingOver is a gateway's folder with certificates of files, a container that
// shows those of two names, who copies between them, and what renews one.
func handingOver(t *testing.T) (giver, *site.Container, func(name string)) {
	t.Helper()
	folder := t.TempDir()
	g := giver{
		files: filepath.Join(folder, "files"), gateway: filepath.Join(folder, "gateway"),
		issuer: certificates.Issuer{Kind: certificates.Files}, now: time.Now(),
	}
	container := &site.Container{Service: "voix", Name: "app", Certificates: []site.CertificateFolder{
		{Path: "/tls", Hosts: []string{"chat.test", "voix.chat.test"}, Reload: []string{"voice", "reload"}},
	}}
	if err := os.MkdirAll(g.gateway, 0o700); err != nil {
		t.Fatal(err)
	}
	renewed := func(name string) {
		t.Helper()
		files := site.CertificateFiles{Name: name, Certificate: filepath.Join(folder, "chain"), Key: filepath.Join(folder, "key")}
		renew(t, files, g.now)
		text, _, err := files.Read(g.now)
		if err == nil {
			err = copies{gateway: g.gateway, folder: certificates.FilesFolder()}.write(name, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range container.CertificateHosts() {
		renewed(name)
	}
	return g, container, renewed
}

func TestGiver_ChainAndKeyAreReplacedTogether(t *testing.T) {
	g, container, renew := handingOver(t)
	to := owner{1000, 1001}
	if got := g.missing(container); len(got) != 2 {
		t.Fatalf("missing before: got %v, want both names", got)
	}
	for range 2 {
		if err := g.give(container, to); err != nil {
			t.Fatal(err)
		}
	}
	if got := append(g.missing(container), g.stale(container)...); len(got) > 0 {
		t.Errorf("missing or stale after: got %v, want none", got)
	}
	place := filepath.Join(g.placeOf(container, container.Certificates[0]), "voix.chat.test")
	before, err := os.Readlink(place)
	if err != nil {
		t.Fatal(err)
	}

	renew("voix.chat.test")
	if got := g.stale(container); len(got) != 1 || got[0] != "voix.chat.test" {
		t.Errorf("stale: got %v, want the renewed name", got)
	}
	if err := g.give(container, to); err != nil {
		t.Fatal(err)
	}
	after, err := os.Readlink(place)
	if err != nil || after == before {
		t.Errorf("got link %q after %q, %v; want another folder", after, before, err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(place), before)); !os.IsNotExist(err) {
		t.Errorf("the former copy: got %v, want none", err)
	}
	if _, err := tls.LoadX509KeyPair(filepath.Join(place, "fullchain.pem"), filepath.Join(place, "privkey.pem")); err != nil {
		t.Error(err)
	}
	container.Certificates[0].Hosts = []string{"chat.test"}
	if err := g.dropNames(container); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(place)); err != nil || len(entries) != 2 {
		t.Errorf("got %v, %v; want the link and the folder of the other name", entries, err)
	}
}

func TestGiver_ANewUserOwnsItsCopies(t *testing.T) {
	g, container, _ := handingOver(t)
	for _, to := range []owner{{1000, 1000}, {2000, 2000}} {
		if err := g.give(container, to); err != nil {
			t.Fatal(err)
		}
		key := filepath.Join(g.placeOf(container, container.Certificates[0]), "chat.test", "privkey.pem")
		about, err := os.Stat(key)
		if err != nil {
			t.Fatal(err)
		}
		held := about.Sys().(*syscall.Stat_t)
		if got := (owner{int(held.Uid), int(held.Gid)}); got != to || about.Mode() != 0o440 {
			t.Errorf("got %v and mode %v, want %v and 0440", got, about.Mode(), to)
		}
	}
}

func TestGiver_WithoutAValidCertificateTheCopyStays(t *testing.T) {
	g, container, _ := handingOver(t)
	if err := g.give(container, owner{1000, 1000}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(g.gateway, certificates.FilesFolder(), "chat.test")); err != nil {
		t.Fatal(err)
	}
	if got := g.stale(container); len(got) > 0 {
		t.Errorf("stale: got %v, want none", got)
	}
	if err := g.give(container, owner{1000, 1000}); err == nil || !strings.Contains(err.Error(), "no certificate for chat.test") {
		t.Errorf("give: got %v, want the name", err)
	}
	if got := g.missing(container); len(got) > 0 {
		t.Errorf("missing: got %v, want the former copies still there", got)
	}
	g.now = g.now.AddDate(1, 0, 0)
	if got := g.missing(container); len(got) != 2 {
		t.Errorf("a year later: got %v missing, want both, which ended", got)
	}
}

func TestGiven_ARestartWaitsForTheNight(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)
	record := given{Copied: noon.UTC()}
	for at, due := range map[time.Time]bool{
		noon.Add(10 * time.Minute): false, noon.Add(15 * time.Hour): false, noon.Add(16 * time.Hour): true, noon.Add(40 * time.Hour): true,
	} {
		if got := record.due(at); got != due {
			t.Errorf("at %s: got %t, want %t", at, got, due)
		}
	}
	if !record.pending() {
		t.Error("got nothing pending, want what was copied to be told")
	}
	record.Told = noon.Add(time.Second)
	if record.pending() {
		t.Error("told: got it pending still")
	}
}

func TestReloadsOf_EachCommandOnceAndNoneForARestart(t *testing.T) {
	reload := []string{"voice", "reload"}
	container := &site.Container{Certificates: []site.CertificateFolder{
		{Path: "/a", Hosts: []string{"a.test"}, Reload: reload},
		{Path: "/b", Hosts: []string{"a.test", "b.test"}, Reload: reload},
		{Path: "/c", Hosts: []string{"c.test"}},
	}}
	if commands, all := reloadsOf(container, []string{"a.test"}); len(commands) != 1 || !all {
		t.Errorf("a.test: got %v and %t, want one command, which is enough", commands, all)
	}
	if _, all := reloadsOf(container, []string{"b.test", "c.test"}); all {
		t.Error("c.test: got a command for all, want a restart")
	}
}
