// Command server says a word over TLS, and gives back what it is sent over UDP.
// It reads its certificates at its start, and again when "server reload" tells
// it to. Tests build it into an image of its own.
package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
)

const (
	place  = ":6000"
	folder = "/etc/voice/tls"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "reload" {
		exitOn(syscall.Kill(1, syscall.SIGHUP))
		return
	}
	var held atomic.Pointer[[]tls.Certificate]
	exitOn(read(&held))
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGHUP, syscall.SIGTERM)
	go speak(&held)
	go echo()
	for heard := range told {
		if heard == syscall.SIGTERM {
			return
		}
		exitOn(read(&held))
	}
}

func read(into *atomic.Pointer[[]tls.Certificate]) error {
	chains, err := filepath.Glob(filepath.Join(folder, "*", "fullchain.pem"))
	if err != nil {
		return err
	}
	var held []tls.Certificate
	for _, chain := range chains {
		pair, err := tls.LoadX509KeyPair(chain, filepath.Join(filepath.Dir(chain), "privkey.pem"))
		if err != nil {
			return err
		}
		held = append(held, pair)
	}
	into.Store(&held)
	return nil
}

// speak answers with the first certificate that is for the name.
func speak(held *atomic.Pointer[[]tls.Certificate]) {
	config := &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		for _, pair := range *held.Load() {
			if pair.Leaf.VerifyHostname(hello.ServerName) == nil {
				return &pair, nil
			}
		}
		return nil, fmt.Errorf("no certificate for %q", hello.ServerName)
	}}
	listener, err := tls.Listen("tcp", place, config)
	exitOn(err)
	for {
		connection, err := listener.Accept()
		exitOn(err)
		go func() {
			defer connection.Close()
			fmt.Fprintln(connection, os.Getenv("WORD"))
		}()
	}
}

func echo() {
	socket, err := net.ListenPacket("udp", place)
	exitOn(err)
	packet := make([]byte, 1500)
	for {
		n, from, err := socket.ReadFrom(packet)
		exitOn(err)
		_, _ = socket.WriteTo(packet[:n], from)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
