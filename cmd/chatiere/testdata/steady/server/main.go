// Command server keeps nothing, so that two of it may run side by side. It
// ends at once when told to: whoever it was still answering is cut off.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 {
		check()
		return
	}
	enough := make(chan os.Signal, 1)
	signal.Notify(enough, syscall.SIGUSR1)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, os.Getenv("WORD")) })
	http.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) { slow(w, enough) })
	go func() { _ = http.ListenAndServe(":8080", nil) }()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
}

// slow is a download: a line every 50 ms, until a signal says that it is
// enough.
func slow(w http.ResponseWriter, enough <-chan os.Signal) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		fmt.Fprintln(w, os.Getenv("WORD"))
		w.(http.Flusher).Flush()
		select {
		case <-enough:
			fmt.Fprintln(w, "end")
			return
		case <-ticker.C:
		}
	}
}

// check is the health check of peers that have no probe of their own.
func check() {
	answer, err := http.Get("http://127.0.0.1:8080/")
	if err != nil || answer.StatusCode != http.StatusOK {
		os.Exit(1)
	}
}
