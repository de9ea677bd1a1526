package installer

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// gatewayMemory holds some thousand connections; measured at rest: 20 MiB.
const gatewayMemory = 256 << 20

// gatewayContainer describes the kit's own container (decision 5); nil in mode
// none. Its spec
// has the gateway's revision and the issuer's settings, and not the image: a
// new binary alone replaces no gateway.
func (r Request) gatewayContainer(s *site.Site, secrets site.Secrets) (*site.Container, error) {
	if s.Gateway.Mode == "none" {
		return nil, nil
	}
	container := &site.Container{
		Name:         "gateway",
		Command:      gatewayCommand(s.Gateway),
		User:         strconv.Itoa(gatewayUser) + ":" + strconv.Itoa(gatewayUser),
		ReadOnly:     true,
		Capabilities: []string{"NET_BIND_SERVICE"},
		Memory:       gatewayMemory,
		CPUs:         float64(runtime.NumCPU()),
		Pids:         512,
		Update:       "replace",
		StopGrace:    15 * time.Second,
		HostNetwork:  true,
		HostAddress:  probedAddress(s.Gateway.Listen),
		Health: site.Health{
			Kind: "tcp", Port: probedPort(s.Gateway),
			Start: 20 * time.Second, Interval: 30 * time.Second, Timeout: 5 * time.Second, Retries: 3,
		},
		Binds: []site.Bind{
			{Source: r.State.Gateway(), Path: "/gateway"},
			{Source: r.State.Public(), Path: "/public", ReadOnly: true},
		},
	}
	definition, err := json.Marshal(struct {
		Revision  int
		Container *site.Container
		Issuer    certificates.Issuer
	}{gateway.Revision, container, r.State.issuerOf(s, secrets)})
	if err != nil {
		return nil, fmt.Errorf("describe the gateway: %w", err)
	}
	container.Spec = secrets.Fingerprint(definition)
	container.Intent = digest([]byte(secrets.Redact(string(definition))))
	container.Image, err = ownImage(r.Binary)
	return container, err
}

func gatewayCommand(settings site.Gateway) []string {
	command := []string{
		"gateway", "--folder", "/gateway", "--public", "/public",
		"--http", strconv.Itoa(settings.HTTP), "--https", strconv.Itoa(settings.HTTPS),
	}
	for _, address := range settings.Listen {
		command = append(command, "--listen", address)
	}
	if settings.Metrics != 0 {
		command = append(command, "--metrics", strconv.Itoa(settings.Metrics))
	}
	if !settings.Fronted() {
		return command
	}
	command = append(command, "--mode", settings.Mode)
	for _, network := range settings.Trusted {
		command = append(command, "--trusted", network)
	}
	return command
}

// probedPort is the last that the gateway opens for visitors or for its front.
func probedPort(settings site.Gateway) int {
	ports := settings.Ports()
	return ports[len(ports)-1]
}

// probedAddress is where the gateway answers this machine.
func probedAddress(listen []string) string {
	for _, address := range listen {
		switch address {
		case "0.0.0.0", "127.0.0.1":
			return "127.0.0.1"
		case "::", "::1":
			return "::1"
		}
	}
	if len(listen) > 0 {
		return listen[0]
	}
	return "127.0.0.1"
}

// ownImage names the image of the running program by its build: objects made
// by another one keep theirs.
func ownImage(binary string) (site.Image, error) {
	mark, err := buildMark(binary)
	if err != nil {
		return site.Image{}, fmt.Errorf("read the running program: %w", err)
	}
	return site.Image{Own: true, Reference: site.OwnImage + ":" + mark}, nil
}

// buildMark tells builds apart by the note that the linker left, which follows
// the content; a program without one is read to its end, which takes longer
// than all the rest of a plan.
func buildMark(binary string) (string, error) {
	if note := buildNote(binary); len(note) > 0 {
		return digest(note)[:12], nil
	}
	file, err := os.Open(binary)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil))[:12], err
}

func buildNote(binary string) []byte {
	program, err := elf.Open(binary)
	if err != nil {
		return nil
	}
	defer program.Close()
	section := program.Section(".note.go.buildid")
	if section == nil {
		return nil
	}
	note, err := section.Data()
	if err != nil {
		return nil
	}
	return note
}

// readGateway reads a file of the gateway's folder, and nothing outside of it
// to which a gateway that was taken over could link.
func (s State) readGateway(file string) ([]byte, error) {
	folder, err := os.OpenRoot(s.Gateway())
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return folder.ReadFile(file)
}

// giveToGateway follows no link: whoever took the gateway over could put one
// there, and have root give away another file.
func (s State) giveToGateway(file string) error {
	path := filepath.Join(s.Gateway(), file)
	if err := os.Lchown(path, gatewayUser, gatewayUser); err != nil {
		return fmt.Errorf("give %s to the gateway: %w", path, err)
	}
	return nil
}
