package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

// TestE2E_Published leads one service from a port that somebody else holds to
// one that everybody reaches, with certificates of a real authority.
func TestE2E_Published(t *testing.T) {
	folder, err := voiceModules()
	if err != nil {
		t.Fatal(err)
	}
	c := newChaton(t, "e2e-published")
	c.modules = folder
	v := &voice{chaton: c, ca: acmetest.Start(t, c.https), port: freePort(t)}
	put(t, filepath.Join(c.folder, "ca.pem"), string(v.ca.Root))
	for _, part := range []struct {
		name string
		run  func(*testing.T, *voice)
	}{
		{"a port that somebody holds is refused before anything is made", heldPort},
		{"everybody reaches what is published", reachedByAll},
		{"a renewed certificate is copied and told", renewedAndTold},
		{"software that cannot be told is restarted in the night", restartedInTheNight},
		{"a copy that is gone is made again", copiedAgain},
		{"a replaced container takes its port over", portTakenOver},
		{"on loopback nobody else reaches it", onLoopback},
		{"a service that left leaves no key", leftNoKey},
	} {
		t.Run(part.name, func(t *testing.T) {
			v.t = t
			part.run(t, v)
		})
	}
	v.t = t
}

func heldPort(t *testing.T, v *voice) {
	v.declare("bonjour", "")
	socket, err := net.ListenPacket("udp", net.JoinHostPort("127.0.0.1", strconv.Itoa(v.port)))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	got := v.expect(exitRefused, "apply", "--yes")
	for _, want := range []string{fmt.Sprintf("%d/udp", v.port), "process " + strconv.Itoa(os.Getpid()), "The service voix needs it"} {
		if !strings.Contains(got.err, want) {
			t.Errorf("got\n%s\nwant %q in it", got.err, want)
		}
	}
	if said := v.run("doctor").out; !strings.Contains(said, fmt.Sprintf("%d/udp", v.port)) {
		t.Errorf("doctor: got\n%s\nwant the busy port", said)
	}
	if left := objects(t, v.slug); left != "" {
		t.Errorf("made in spite of it:\n%s", left)
	}
}

func reachedByAll(t *testing.T, v *voice) {
	planned := v.expect(exitPending, "plan").out
	for _, protocol := range []string{"tcp", "udp"} {
		if want := fmt.Sprintf("public port %d/%s — everybody reaches it from now on", v.port, protocol); !strings.Contains(planned, want) {
			t.Errorf("plan: got\n%s\nwant %q", planned, want)
		}
	}
	v.expect(exitDone, "apply", "--yes")
	v.expect(exitDone, "plan")
	for _, address := range hostAddresses(t) {
		if got := v.says(address, v.host()); got != "bonjour" {
			t.Errorf("TLS at %s: got %q", address, got)
		}
		if got := v.echoed(address); got != "miaou" {
			t.Errorf("UDP at %s: got %q", address, got)
		}
	}
	if got := v.says("127.0.0.1", "salons."+v.slug+".localhost"); got != "bonjour" {
		t.Errorf("the other name: got %q", got)
	}
	if state := v.certificate(exitDone, v.host()).State; state != "valid" {
		t.Errorf("status: got %q for a name without route, want valid", state)
	}
	said := v.run("status").out
	if want := fmt.Sprintf("%s:%d", v.host(), v.port); !strings.Contains(said, want) || strings.Contains(said, "https://"+v.host()) {
		t.Errorf("status: got\n%s\nwant %q and no address of a web page", said, want)
	}
	options := docker(t, "network", "inspect", "--format", "{{.Internal}} {{json .Options}}", v.slug+"-voix-pub")
	if !strings.HasPrefix(options, "false") || !strings.Contains(options, `"com.docker.network.bridge.enable_ip_masquerade":"false"`) {
		t.Errorf("its network: got %s, want no way out", options)
	}
	v.keysAreKept()
}

// keysAreKept looks at the copies as the container's user finds them, and at
// who else could.
func (v *voice) keysAreKept() {
	v.t.Helper()
	keys, err := filepath.Glob(filepath.Join(v.state, "files", "voix", "app", "certificates", "*", "*."+v.slug+".localhost", "privkey.pem"))
	if err != nil || len(keys) != 2 {
		v.t.Fatalf("got keys %v, %v; want one for each name", keys, err)
	}
	for _, path := range append(keys, filepath.Dir(filepath.Dir(keys[0]))) {
		about, err := os.Stat(path)
		if err != nil {
			v.t.Fatal(err)
		}
		owner := about.Sys().(*syscall.Stat_t)
		if about.Mode().Perm()&0o227 != 0 || owner.Uid != 1000 || owner.Gid != 1000 {
			v.t.Errorf("%s: got mode %v and owner %d:%d, want 0440 of 1000:1000", path, about.Mode(), owner.Uid, owner.Gid)
		}
	}
	if about, err := os.Stat(filepath.Join(v.state, "files")); err != nil || about.Mode().Perm() != 0o700 {
		v.t.Errorf("the folder of files: got %v, %v; want only root to come in", about.Mode(), err)
	}
}

func renewedAndTold(t *testing.T, v *voice) {
	container, before := v.container("voix/app"), v.serial(v.host())
	v.expect(exitDone, "certificate", "replace", v.host(), "--yes")
	if got := v.serial(v.host()); got != before {
		t.Fatal("the service has another certificate before anybody gave it one")
	}
	v.expect(exitDone, "plan")
	if said := v.expect(exitDone, "tick").out; !strings.Contains(said, "certificates: done") {
		t.Errorf("tick: got\n%s", said)
	}
	v.await("the renewed certificate is shown", func() bool { return v.serial(v.host()) != before })
	if got := v.container("voix/app"); got != container {
		t.Error("the container was replaced, want it told only")
	}
	record, err := os.ReadFile(filepath.Join(v.state, "records", "certificates-voix.app.json"))
	if err != nil || !strings.Contains(string(record), `"how": "reload"`) {
		t.Errorf("got record %s, %v; want the reload written down", record, err)
	}
	told := string(record)
	v.expect(exitDone, "tick")
	if record, _ := os.ReadFile(filepath.Join(v.state, "records", "certificates-voix.app.json")); string(record) != told {
		t.Errorf("a second tick: got %s, want nothing told", record)
	}
	v.expect(exitDone, "plan")
}

// restartedInTheNight lets a day pass by dating the record back.
func restartedInTheNight(t *testing.T, v *voice) {
	v.deaf = true
	v.declare("bonjour", "")
	v.expect(exitDone, "apply", "--yes") // nothing runs otherwise for it
	container, before := v.container("voix/app"), v.serial(v.host())
	v.expect(exitDone, "certificate", "replace", v.host(), "--yes")
	v.expect(exitDone, "tick")
	if got := v.serial(v.host()); got != before {
		t.Error("restarted at once, want it left alone until the night")
	}
	path := filepath.Join(v.state, "records", "certificates-voix.app.json")
	record, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	today := time.Now().UTC()
	put(t, path, strings.ReplaceAll(string(record), today.Format(time.DateOnly), today.AddDate(0, 0, -1).Format(time.DateOnly)))
	v.expect(exitDone, "tick")
	v.await("the restarted software shows the renewed certificate", func() bool {
		return v.says("127.0.0.1", v.host()) == "bonjour" && v.serial(v.host()) != before
	})
	if got := v.container("voix/app"); got != container {
		t.Error("the container was replaced, want it restarted")
	}
	if record, err := os.ReadFile(path); err != nil || !strings.Contains(string(record), `"how": "restart"`) {
		t.Errorf("got record %s, %v; want the restart written down", record, err)
	}
}

func copiedAgain(t *testing.T, v *voice) {
	links, err := filepath.Glob(filepath.Join(v.state, "files", "voix", "app", "certificates", "*", "salons.*"))
	if err != nil || len(links) != 1 {
		t.Fatalf("got %v, %v; want one link", links, err)
	}
	if err := os.Remove(links[0]); err != nil {
		t.Fatal(err)
	}
	if planned := v.expect(exitPending, "plan").out; !strings.Contains(planned, "its certificates are missing") || strings.Contains(planned, "create container") {
		t.Errorf("plan: got\n%s\nwant the copy, and nothing else", planned)
	}
	v.expect(exitDone, "apply", "--yes")
	v.expect(exitDone, "tick")
	v.expect(exitDone, "plan")
	v.keysAreKept()
}

func portTakenOver(t *testing.T, v *voice) {
	v.declare("bonsoir", "")
	if planned := v.expect(exitPending, "plan").out; strings.Contains(planned, "public port") {
		t.Errorf("plan: got\n%s\nwant no port that was agreed to", planned)
	}
	v.expect(exitDone, "apply", "--yes")
	v.expect(exitDone, "plan")
	if got := v.says("127.0.0.1", v.host()); got != "bonsoir" {
		t.Errorf("got %q", got)
	}
}

func onLoopback(t *testing.T, v *voice) {
	v.declare("bonsoir", "  published = \"loopback\"\n")
	v.expect(exitDone, "apply", "--yes")
	v.expect(exitDone, "plan")
	for _, address := range hostAddresses(t) {
		reached := v.says(address, v.host()) == "bonsoir"
		if loopback := net.ParseIP(address).IsLoopback(); reached != loopback {
			t.Errorf("at %s: got reached %t, want %t", address, reached, loopback)
		}
	}
	if got := v.echoed("127.0.0.1"); got != "miaou" {
		t.Errorf("UDP: got %q", got)
	}
	lock, err := os.ReadFile(filepath.Join(v.folder, "chaton.lock.hcl"))
	if err != nil || strings.Contains(string(lock), "/udp") {
		t.Errorf("got lock\n%s\n%v; want no port that everybody reaches", lock, err)
	}
}

func leftNoKey(t *testing.T, v *voice) {
	v.write(voiceIssuer, v.ca.Directory)
	v.expect(exitDone, "apply", "--yes")
	v.expect(exitDone, "plan")
	if _, err := os.Stat(filepath.Join(v.state, "files", "voix", "app")); !os.IsNotExist(err) {
		t.Errorf("the files of the service that left: got %v, want none", err)
	}
}
