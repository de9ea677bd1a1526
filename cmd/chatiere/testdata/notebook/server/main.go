// Command server is a notebook that a trial uses as people do: notes, accounts,
// sessions, and a second port. Tests build it into an image of its own.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
)

const folder = "/data"

func main() {
	if len(os.Args) > 2 {
		if err := account(os.Args[1], os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	var asked atomic.Int32
	http.HandleFunc("GET /{$}", page)
	http.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprintln(w, `body { background: url("/paper.png") }`)
	})
	http.HandleFunc("POST /login", login)
	http.HandleFunc("GET /me", me)
	http.HandleFunc("PUT /notes/{name}", write)
	http.HandleFunc("GET /notes/{name}", read)
	http.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1)%2 == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	go func() { _ = http.ListenAndServe(":8080", nil) }()
	go greet()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
}

// greet speaks first to whoever connects.
func greet() {
	listener, err := net.Listen("tcp", ":7000")
	if err != nil {
		return
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		fmt.Fprintln(connection, "notebook")
		connection.Close()
	}
}

// account is what the actions run: "create NAME", "close NAME", "list all".
func account(task string, words []string) error {
	path := filepath.Join(folder, "account-"+words[0])
	switch task {
	case "create":
		password, err := io.ReadAll(os.Stdin)
		if err != nil {
			return err
		}
		return os.WriteFile(path, password, 0o600)
	case "close":
		return os.Remove(path)
	}
	found, err := filepath.Glob(filepath.Join(folder, "account-*"))
	for _, each := range found {
		fmt.Println(strings.TrimPrefix(filepath.Base(each), "account-"))
	}
	return err
}

// page shows a picture of somebody else's when it is told to.
func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!doctype html><link rel="stylesheet" href="/style.css"><a href="https://elsewhere.example/">a link is no request</a>`)
	if stranger := os.Getenv("STRANGER"); stranger != "" && known(r) != "" {
		fmt.Fprintf(w, `<img src="//%s/pixel.png">`, stranger)
	}
}

func login(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	password, err := os.ReadFile(filepath.Join(folder, "account-"+filepath.Base(name)))
	if err != nil || string(password) != r.FormValue("password") {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: name, Secure: true, HttpOnly: true, Path: "/"})
	http.Redirect(w, r, "/me", http.StatusSeeOther)
}

func known(r *http.Request) string {
	cookie, err := r.Cookie("session")
	if err != nil {
		return ""
	}
	return cookie.Value
}

func me(w http.ResponseWriter, r *http.Request) {
	name := known(r)
	if name == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"name": %q, "rights": [{"admin": false, "level": 3}]}`, name)
}

func write(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "note-"+r.PathValue("name")), body, 0o600)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func read(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join(folder, "note-"+r.PathValue("name")))
}
