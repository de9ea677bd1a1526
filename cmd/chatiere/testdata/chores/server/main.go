// Command server needs its volume to be prepared before it starts, and writes
// down what was done to it. Tests build it into an image of its own.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

const diary = "/data/diary"

func main() {
	switch chore := os.Args[1]; chore {
	case "serve":
		serve()
	case "migrate":
		if os.Getenv("BROKEN") == "true" {
			fmt.Println("cannot migrate with the key", os.Getenv("KEY"))
			os.Exit(3)
		}
		write("migrate")
	case "admin":
		password, err := io.ReadAll(os.Stdin)
		check(err)
		write(fmt.Sprintf("admin %d %t", len(password), string(password) == os.Getenv("KEY")))
	case "sweep":
		write("sweep")
	case "fail":
		fmt.Println("this chore never succeeds")
		os.Exit(9)
	}
}

// serve refuses a volume that nobody prepared.
func serve() {
	if _, err := os.Stat(diary); err != nil {
		fmt.Println("nobody prepared the volume:", err)
		os.Exit(1)
	}
	write("start")
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		text, err := os.ReadFile(diary)
		check(err)
		_, _ = w.Write(text)
	})
	go func() { check(http.ListenAndServe(":8080", nil)) }()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM)
	<-end
}

func write(line string) {
	file, err := os.OpenFile(diary, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	check(err)
	_, err = file.WriteString(line + "\n")
	check(err)
	check(file.Close())
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
