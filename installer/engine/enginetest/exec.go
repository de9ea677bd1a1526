package enginetest

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// serveExecs is what is asked of a container's inside. Every command succeeds
// and says nothing; every folder belongs to the container's user.
func (d *Daemon) serveExecs(mux *http.ServeMux) {
	mux.HandleFunc("POST /containers/{id}/exec", d.onContainer(func(w http.ResponseWriter, _ *http.Request, found *Container) {
		if found.State != "running" {
			fail(w, http.StatusConflict, "Container "+found.ID+" is not running")
			return
		}
		id := fmt.Sprintf("exec%d", len(d.execs))
		d.execs[id] = 0
		w.WriteHeader(http.StatusCreated)
		answer(w, map[string]any{"Id": id})
	}))
	mux.HandleFunc("POST /exec/{id}/start", startExec)
	mux.HandleFunc("GET /exec/{id}/json", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"ID": r.PathValue("id"), "Running": false, "ExitCode": d.execs[r.PathValue("id")]})
	})
	mux.HandleFunc("GET /containers/{id}/logs", d.onContainer(func(http.ResponseWriter, *http.Request, *Container) {}))
	mux.HandleFunc("GET /containers/{id}/archive", d.onContainer(readFolder))
}

// startExec takes the connection over, as engines do, and ends it at once.
func startExec(w http.ResponseWriter, r *http.Request) {
	// The client fails when the connection ends before it has written all.
	_, _ = io.Copy(io.Discard, r.Body)
	connection, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer connection.Close()
	fmt.Fprint(buffered, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
	_ = buffered.Flush()
}

func readFolder(w http.ResponseWriter, _ *http.Request, found *Container) {
	text, _, _ := strings.Cut(found.User, ":")
	user, _ := strconv.Atoi(text)
	var content bytes.Buffer
	archive := tar.NewWriter(&content)
	if err := archive.WriteHeader(&tar.Header{Name: "./", Typeflag: tar.TypeDir, Mode: 0o755, Uid: user}); err != nil {
		panic(err)
	}
	_ = archive.Close()
	w.Header().Set("X-Docker-Container-Path-Stat", base64.StdEncoding.EncodeToString([]byte(`{"name":".","mode":2147484141}`)))
	w.Header().Set("Content-Type", "application/x-tar")
	_, _ = w.Write(content.Bytes())
}
