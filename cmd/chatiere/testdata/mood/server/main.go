// Command server falls ill when told to, and writes as many lines as asked.
// Tests build it into an image of its own.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
)

func main() {
	fmt.Println("awake, knowing", os.Getenv("CANARY"))
	var ill atomic.Bool
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		if ill.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("/ill", func(http.ResponseWriter, *http.Request) { ill.Store(true) })
	http.HandleFunc("/write", func(_ http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(r.FormValue("from"))
		to, _ := strconv.Atoi(r.FormValue("to"))
		for number := from; number < to; number++ {
			fmt.Println("line", number)
		}
	})
	go func() { _ = http.ListenAndServe(":8080", nil) }()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
}
