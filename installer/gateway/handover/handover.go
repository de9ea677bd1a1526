// Package handover passes listening sockets from one gateway to the next, so
// that no connection is refused or lost between the two.
//
// How it goes:
//
//   - The one that serves has a Door. The next one comes with Take and gets a
//     copy of every listening socket: both have the same queue then, and the
//     old one goes on answering.
//   - The next one opens what it was not given, answers, and only then says so
//     with Begin. The old one stops answering new connections, gives up all
//     that one gateway alone may do, and says that it has.
//   - From then on the old one is the Former of the next: it ends the requests
//     under way, says how many there are, and follows the routes. The next one
//     is its Heir: when the heir dies, the old one knows at once.
//
// Whoever breaks off before Begin, dies, or says nothing, changes nothing. Only
// the gateway's own user and root are listened to.
package handover

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

// SocketFile is the name of the socket in the gateway's folder.
const SocketFile = "handover.sock"

const (
	// network keeps messages apart, each with its sockets.
	network = "unixpacket"
	// together is how many sockets go with one message; the kernel takes 253.
	together = 64
	// longest bounds a message.
	longest = 64 << 10
	// patience is for a gateway that starts on a busy machine.
	patience = 30 * time.Second
	// writing is for a message that its reader does not take.
	writing = 2 * time.Second
)

// The words that gateways say to each other.
const (
	wordTake    = "take"
	wordSockets = "sockets"
	wordServing = "serving"
	wordLeft    = "left"
	wordReload  = "reload"
	wordReport  = "report"
	wordRelease = "release"
)

// message is one packet.
type message struct {
	Word string `json:"word"`
	// Sockets travel with this packet, and More with the next.
	Sockets int  `json:"sockets,omitempty"`
	More    bool `json:"more,omitempty"`
	// Number counts reloads: a report says the last that it followed.
	Number int     `json:"number,omitempty"`
	Report *Report `json:"report,omitempty"`
}

// Report is what a gateway that was replaced still does.
type Report struct {
	// Requests under way, those without an end left out.
	Requests int64 `json:"requests"`
	// Loads are those of them that a container answers.
	Loads []Load `json:"loads,omitempty"`
	// Over says that there will be no more of them.
	Over bool `json:"over,omitempty"`
}

// Load is how many requests of a former gateway a container may be answering.
type Load struct {
	Address   string `json:"address"`
	Container string `json:"container,omitempty"`
	Requests  int64  `json:"requests"`
}

// line is a connection between two gateways.
type line struct{ *net.UnixConn }

func (l line) say(said message, descriptors ...int) error {
	packet, err := json.Marshal(said)
	if err != nil {
		return err
	}
	var rights []byte
	if len(descriptors) > 0 {
		rights = syscall.UnixRights(descriptors...)
	}
	if err := l.SetWriteDeadline(time.Now().Add(writing)); err != nil {
		return err
	}
	_, _, err = l.WriteMsgUnix(packet, rights, nil)
	return err
}

// hear waits for one message. Sockets that come with it unasked for are dropped
// by the kernel.
func (l line) hear() (message, error) {
	packet := make([]byte, longest)
	n, err := l.Read(packet)
	if err != nil {
		return message{}, err
	}
	return understand(packet[:n])
}

// hearSockets waits for one message with sockets. The files are the caller's to
// close, with an error too.
func (l line) hearSockets() (message, []*os.File, error) {
	packet, rights := make([]byte, longest), make([]byte, syscall.CmsgSpace(4*together))
	n, withRights, flags, _, err := l.ReadMsgUnix(packet, rights)
	if err != nil {
		return message{}, nil, err
	}
	files, err := filesOf(rights[:withRights])
	if err != nil {
		return message{}, files, err
	}
	if flags&(syscall.MSG_TRUNC|syscall.MSG_CTRUNC) != 0 {
		return message{}, files, errors.New("a message was too long")
	}
	said, err := understand(packet[:n])
	return said, files, err
}

func filesOf(rights []byte) ([]*os.File, error) {
	messages, err := syscall.ParseSocketControlMessage(rights)
	if err != nil {
		return nil, err
	}
	var files []*os.File
	for _, each := range messages {
		descriptors, err := syscall.ParseUnixRights(&each)
		if err != nil {
			return files, err
		}
		for _, descriptor := range descriptors {
			files = append(files, os.NewFile(uintptr(descriptor), "handed over"))
		}
	}
	return files, nil
}

func understand(packet []byte) (message, error) {
	var said message
	if err := json.Unmarshal(packet, &said); err != nil {
		return message{}, fmt.Errorf("read a message: %w", err)
	}
	return said, nil
}

// expect hears one message and refuses any other word.
func (l line) expect(word string) error {
	said, err := l.hear()
	if err != nil {
		return err
	}
	if said.Word != word {
		return fmt.Errorf("got the word %q, want %q", said.Word, word)
	}
	return nil
}

// checkPeer refuses who could not have opened the socket's file.
func checkPeer(connection *net.UnixConn) error {
	peer, err := socket.PeerOf(connection)
	if err != nil {
		return err
	}
	if !peer.Trusted() {
		return fmt.Errorf("the user %d asks for the gateway's sockets and may not have them", peer.User)
	}
	return nil
}

func closeFiles(files []*os.File) {
	for _, file := range files {
		_ = file.Close()
	}
}
