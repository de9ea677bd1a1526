// Command server is the smallest service: it says who it is, and fails when
// told to. Tests build it into an image of its own.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	if places := os.Getenv("REPEAT"); places != "" {
		repeat(strings.Fields(places))
	}
	if os.Getenv("FAIL") == "true" {
		fmt.Fprintln(os.Stderr, "told to fail")
		os.Exit(1)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if look(w, r) {
			return
		}
		fmt.Fprintf(w, "%s %s\n", os.Getenv("WORD"), r.Header.Get("X-Forwarded-Proto"))
	})
	go func() { _ = http.ListenAndServe(":8080", nil) }()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
}
