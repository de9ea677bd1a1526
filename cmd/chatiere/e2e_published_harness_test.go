package main

import (
	"bufio"
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

// voiceModules holds a service that does its own TLS.
var voiceModules = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-voice-")
	if err != nil {
		return "", err
	}
	module := filepath.Join(folder, "voice")
	if err := os.CopyFS(module, os.DirFS("testdata/voice/module")); err != nil {
		return "", err
	}
	if err := os.Mkdir(filepath.Join(module, "image"), 0o755); err != nil {
		return "", err
	}
	recipe := "FROM scratch\nCOPY server /server\nUSER 1000:1000\nENTRYPOINT [\"/server\"]\n"
	if err := os.WriteFile(filepath.Join(module, "image", "Containerfile"), []byte(recipe), 0o644); err != nil {
		return "", err
	}
	return folder, buildGo(filepath.Join(module, "image", "server"), "./testdata/voice/server")
})

const voiceService = `
service "voix" {
  module   = "voice"
  settings = { port = %d, word = %q, reloads = %t }
%s}
`

const voiceIssuer = `
tls {
  issuer = "acme"
  acme {
    directory = %q
    ca        = "ca.pem"
  }
}
`

// voice is a chaton whose only service is reached beside the gateway.
type voice struct {
	*chaton
	ca   *acmetest.CA
	port int
	deaf bool // its software takes up no certificate while it runs
}

func (v *voice) declare(word, more string) {
	v.t.Helper()
	v.write(voiceService+voiceIssuer, v.port, word, !v.deaf, more, v.ca.Directory)
}

func (v *voice) host() string { return "voix." + v.slug + ".localhost" }

// hostAddresses are both loopbacks, as far as this machine has them, and one
// address that is none.
func hostAddresses(t *testing.T) []string {
	t.Helper()
	found, outside := []string{"127.0.0.1"}, ""
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		ip := address.(*net.IPNet).IP
		switch {
		case ip.Equal(net.IPv6loopback):
			found = append(found, "::1")
		case !ip.IsLoopback() && ip.To4() != nil && outside == "":
			outside = ip.String()
		}
	}
	if outside != "" {
		found = append(found, outside)
	}
	return found
}

// says is the word that the service gives at an address, over TLS as a visitor
// would; else why there is none.
func (v *voice) says(address, name string) string {
	connection, err := v.dial(address, name)
	if err != nil {
		return err.Error()
	}
	defer connection.Close()
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(line)
}

func (v *voice) dial(address, name string) (*tls.Conn, error) {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	config := &tls.Config{RootCAs: v.ca.Pool(), ServerName: name}
	connection, err := tls.DialWithDialer(dialer, "tcp", net.JoinHostPort(address, strconv.Itoa(v.port)), config)
	if err == nil {
		err = connection.SetDeadline(time.Now().Add(5 * time.Second))
	}
	return connection, err
}

// serial tells certificates of a name apart.
func (v *voice) serial(name string) string {
	v.t.Helper()
	connection, err := v.dial("127.0.0.1", name)
	if err != nil {
		v.t.Fatal(err)
	}
	defer connection.Close()
	return connection.ConnectionState().PeerCertificates[0].SerialNumber.String()
}

// echoed is what comes back over UDP; one packet may be lost.
func (v *voice) echoed(address string) string {
	v.t.Helper()
	connection, err := net.Dial("udp", net.JoinHostPort(address, strconv.Itoa(v.port)))
	if err != nil {
		return err.Error()
	}
	defer connection.Close()
	packet := make([]byte, 100)
	for range 3 {
		if _, err = connection.Write([]byte("miaou")); err != nil {
			continue
		}
		_ = connection.SetDeadline(time.Now().Add(2 * time.Second))
		var n int
		if n, err = connection.Read(packet); err == nil {
			return string(packet[:n])
		}
	}
	return err.Error()
}
