// Program is what tests put into images: a web server that can be told how to
// behave, a health check, and a few looks at the container from inside.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func run(ctx context.Context, arguments []string) error {
	if len(arguments) == 0 {
		return errors.New("say what to do")
	}
	command, rest := arguments[0], arguments[1:]
	switch command {
	case "probe":
		return engine.RunProbe(ctx, rest)
	case "serve":
		return serve(ctx, rest[0])
	case "wait":
		<-ctx.Done()
		return nil
	case "read":
		return show(rest[0])
	case "copy":
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	case "write":
		return os.WriteFile(rest[0], []byte("bonjour"), 0o600)
	case "mounts":
		return mounts(rest[0])
	case "reach":
		return reach(ctx, rest[0])
	}
	return errors.New(strings.Join(arguments, " "))
}

// serve answers 200 at "/" and 404 elsewhere.
func serve(ctx context.Context, address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "uid %d host %s proto %s\n", os.Getuid(), r.Host, r.Header.Get("X-Forwarded-Proto"))
	})
	server := &http.Server{Handler: mux}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func show(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(content)
	return err
}

// mounts prints the lines of /proc/mounts for one path.
func mounts(path string) error {
	content, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, " "+path+" ") {
			fmt.Print(line)
		}
	}
	return nil
}

func reach(ctx context.Context, address string) error {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return connection.Close()
}
