package socket_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

func TestListen_StaleSocketIsReplacedAndALiveOneIsNot(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(folder, "x.sock"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	_ = stale.Close()
	listener, err := socket.Listen(t.Context(), "unix", folder, "x.sock")
	if err != nil {
		t.Fatalf("beside a stale socket: got %v, want it replaced", err)
	}
	defer listener.Close()
	if _, err := socket.Listen(t.Context(), "unix", folder, "x.sock"); err == nil || !strings.Contains(err.Error(), "another gateway") {
		t.Errorf("beside a live one: got %v, want another gateway named", err)
	}
	socket.Remove(folder, "x.sock")
	if _, err := socket.Dial(t.Context(), "unix", folder, "x.sock"); err == nil {
		t.Error("got an answer from a removed socket, want none")
	}
}

func TestListen_IsForItsOwnerInALongFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), strings.Repeat("long-name-", 15))
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := socket.Listen(t.Context(), "unixpacket", folder, "x.sock")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	info, err := os.Stat(filepath.Join(folder, "x.sock"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v and %v, want mode 600", info, err)
	}
}

func TestPeerOf_IsTheProcessAtTheOtherEnd(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	listener, err := socket.Listen(t.Context(), "unix", folder, "x.sock")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	connection, err := socket.Dial(t.Context(), "unix", folder, "x.sock")
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	peer, err := socket.PeerOf(connection)
	if err != nil || peer.Process != os.Getpid() || peer.User != os.Getuid() || !peer.Trusted() {
		t.Errorf("got %+v and %v, want this process", peer, err)
	}
	if (socket.Peer{Process: 1, User: os.Getuid() + 1}).Trusted() {
		t.Error("got another user trusted, want not")
	}
}
