package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

// Control speaks with the gateway that serves a folder. It is safe for
// concurrent use and holds no connection open between two calls.
type Control struct {
	folder string
	client *http.Client
}

// lookAgain is how often WaitCertificate looks: a person waits for it.
const lookAgain = 250 * time.Millisecond

// startPatience is how long a gateway may take from its ports to its socket.
const startPatience = 2 * time.Second

// Dial prepares for speaking with the gateway of a folder; it does not
// connect, so the gateway may start later. Only the folder's owner and root
// get an answer.
func Dial(folder string) *Control {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return socket.Dial(ctx, "unix", folder, SocketFile)
	}
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: true}
	return &Control{folder: folder, client: &http.Client{Transport: transport}}
}

// Reload makes the gateway read its routes file. Routes that are refused are
// in the outcome; an error means that nothing changed.
func (c *Control) Reload(ctx context.Context) (Reloaded, error) {
	var outcome Reloaded
	// A gateway that has just started has its ports before it has its socket.
	starting, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	err := c.call(ctx, http.MethodPost, "/reload", &outcome)
	for isAbsent(err) && starting.Err() == nil {
		select {
		case <-starting.Done():
		case <-time.After(startPatience / 50):
		}
		err = c.call(ctx, http.MethodPost, "/reload", &outcome)
	}
	return outcome, err
}

// Process is the gateway that answers, as this machine numbers its processes; 0
// when it cannot be seen from here.
func (c *Control) Process(ctx context.Context) (int, error) {
	connection, err := socket.Dial(ctx, "unix", c.folder, SocketFile)
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	peer, err := socket.PeerOf(connection)
	return peer.Process, err
}

// isAbsent says that no gateway has the folder's socket open.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

// Status asks the gateway how it does.
func (c *Control) Status(ctx context.Context) (Status, error) {
	var status Status
	err := c.call(ctx, http.MethodGet, "/status", &status)
	return status, err
}

// WaitCertificate returns once every name has a valid certificate. When the
// context ends first, the error is a *WaitError that says what is missing. A
// failed attempt does not end the wait: the gateway tries again by itself.
func (c *Control) WaitCertificate(ctx context.Context, names ...string) error {
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	waiting := &WaitError{Missing: unknown(names)}
	for {
		status, err := c.Status(ctx)
		if err == nil {
			if waiting.Missing = missing(status, names); len(waiting.Missing) == 0 {
				return nil
			}
		}
		waiting.last = err
		select {
		case <-ctx.Done():
			waiting.cause = context.Cause(ctx)
			return waiting
		case <-ticker.C:
		}
	}
}

// WaitError says which names had no valid certificate when a wait ended.
type WaitError struct {
	Missing []certificates.Certificate
	cause   error
	last    error
}

// Error names each certificate with the CA's reason when there is one.
func (e *WaitError) Error() string {
	var lines []string
	for _, certificate := range e.Missing {
		line := "no certificate for " + certificate.Name
		if certificate.Problem != "" {
			line += ": " + certificate.Problem
		}
		lines = append(lines, line)
	}
	if e.last != nil && !errors.Is(e.last, context.DeadlineExceeded) && !errors.Is(e.last, context.Canceled) {
		lines = append(lines, e.last.Error())
	}
	return strings.Join(lines, "; ")
}

// Unwrap gives why the wait ended.
func (e *WaitError) Unwrap() error { return e.cause }

func unknown(names []string) []certificates.Certificate {
	var list []certificates.Certificate
	for _, name := range names {
		list = append(list, certificates.Certificate{Name: name, State: certificates.Pending})
	}
	return list
}

func missing(status Status, names []string) []certificates.Certificate {
	var list []certificates.Certificate
	for _, name := range names {
		certificate, known := status.Certificate(name)
		if !known {
			certificate = certificates.Certificate{Name: name, State: certificates.Pending, Problem: "no route of the gateway carries this name"}
		}
		if certificate.State != certificates.Valid {
			list = append(list, certificate)
		}
	}
	return list
}

// maximumAnswer bounds what is read of the gateway's answer.
const maximumAnswer = 16 << 20

func (c *Control) call(ctx context.Context, method, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, "http://gateway"+path, nil)
	if err != nil {
		return err
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return fmt.Errorf("ask the gateway in %s: %w", c.folder, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maximumAnswer))
	if err != nil {
		return fmt.Errorf("read the gateway's answer: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.New(strings.TrimSpace(string(body)))
	}
	return json.Unmarshal(body, into)
}
