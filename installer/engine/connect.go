package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api"
	"github.com/docker/docker/api/types/system"
	"github.com/docker/docker/api/types/versions"
	"github.com/docker/docker/client"
)

// oldestAPI is engine 20.10's, the one that the decisions were measured on.
const oldestAPI = "1.41"

// answerTime is long enough for an engine that is busy and short enough for a
// person who waits.
const answerTime = 20 * time.Second

// connections is how many are kept to the engine between two calls: the
// client's own two are opened and closed all the time under parallel work.
const connections = 16

const (
	startAdvice    = "Install and start an engine (apt-get install docker.io, systemctl start docker), or set DOCKER_HOST to its address."
	accessAdvice   = "Run this command as root, or as a member of the group that may use the engine's socket."
	rootlessAdvice = "Run the distribution's engine as root (apt-get install docker.io) and set DOCKER_HOST to unix:///var/run/docker.sock."
)

// UnreachableError says that no engine can be worked with: none answers, or
// the one that answers is too old, too new or of the wrong kind. It ends a
// command with exit code 4.
type UnreachableError struct {
	Host      string // address that was tried
	Format    string // the sentence, in English
	Arguments []any
	Facts     []string // what does not work, sentences in English; mostly none
	Advice    string
	err       error
}

// Error is one line.
func (e *UnreachableError) Error() string { return fmt.Sprintf(e.Format, e.Arguments...) }

// Sentence is the error before its arguments were put in, for translation.
func (e *UnreachableError) Sentence() (format string, arguments []any) { return e.Format, e.Arguments }

// Hint says what to do.
func (e *UnreachableError) Hint() string { return e.Advice }

// Unwrap gives the client's own error, nil when the engine answered.
func (e *UnreachableError) Unwrap() error { return e.err }

// connect opens nothing yet. DOCKER_API_VERSION is left aside on purpose: a
// pinned version would switch negotiation off.
func connect(host string) (*client.Client, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: connections, IdleConnTimeout: 30 * time.Second}
	options := []client.Opt{client.WithHTTPClient(&http.Client{Transport: transport, CheckRedirect: client.CheckRedirect})}
	if host != "" {
		options = append(options, client.WithHost(host))
	} else {
		options = append(options, client.WithHost(client.DefaultDockerHost), client.WithTLSClientConfigFromEnv(), client.WithHostFromEnv())
	}
	return client.NewClientWithOpts(append(options, client.WithAPIVersionNegotiation())...)
}

func negotiate(ctx context.Context, docker *client.Client) error {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	refuse := func(advice, format string, arguments ...any) error {
		arguments = append([]any{docker.DaemonHost()}, arguments...)
		return &UnreachableError{Host: docker.DaemonHost(), Format: format, Arguments: arguments, Advice: advice}
	}
	ping, err := docker.Ping(ctx)
	if err != nil {
		return silent(ctx, docker, err)
	}
	docker.NegotiateAPIVersionPing(ping)
	var information system.Info
	var failure error
	var asking sync.WaitGroup
	// Two slow calls that do not need one another.
	asking.Go(func() { information, failure = docker.Info(ctx) })
	version, err := docker.ServerVersion(ctx)
	asking.Wait()
	switch {
	case errdefs.IsInvalidArgument(err):
		return refuse("Upgrade chatiere.", "The container engine at %s speaks API %s and no longer %s, the newest that this chatiere speaks.", ping.APIVersion, api.DefaultVersion)
	case err != nil:
		return silent(ctx, docker, err)
	case isPodman(version):
		return refusePodman(docker.DaemonHost(), version.Version, ping.APIVersion)
	case versions.LessThan(docker.ClientVersion(), oldestAPI):
		return refuse("Upgrade the engine to 20.10 or newer.", "The container engine at %s, version %s, speaks API %s; chatiere needs %s or newer.", version.Version, docker.ClientVersion(), oldestAPI)
	}
	if failure != nil {
		return silent(ctx, docker, failure)
	}
	if isRootless(information) {
		return refuse(rootlessAdvice, "The container engine at %s is rootless: the gateway needs the host's own network, for visitors to reach it and for it to reach every service, and a rootless engine gives it another.")
	}
	return nil
}

func silent(ctx context.Context, docker *client.Client, err error) error {
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return ctx.Err()
	}
	host := docker.DaemonHost()
	unreachable := &UnreachableError{Host: host, Format: "No container engine answers at %s.", Arguments: []any{host}, Advice: startAdvice, err: err}
	if errors.Is(err, fs.ErrPermission) {
		unreachable.Format, unreachable.Advice = "Access to the container engine at %s is denied.", accessAdvice
	}
	return unreachable
}

func isRootless(information system.Info) bool {
	return slices.Contains(information.SecurityOptions, "name=rootless")
}
