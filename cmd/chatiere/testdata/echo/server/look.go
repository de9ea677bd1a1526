package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// patience is long for one machine, and short for a test that waits for what
// must not come.
const patience = 2 * time.Second

// look answers what this container sees of the network, and whether that was
// what was asked.
func look(w http.ResponseWriter, r *http.Request) bool {
	query := r.URL.Query()
	switch {
	case strings.HasSuffix(r.URL.Path, "/dial"):
		fmt.Fprintln(w, dial(query.Get("network"), query.Get("to")))
	case strings.HasSuffix(r.URL.Path, "/fetch"):
		fmt.Fprintln(w, fetch(query.Get("url")))
	case strings.HasSuffix(r.URL.Path, "/addresses"):
		addresses, err := net.InterfaceAddrs()
		fmt.Fprintln(w, addresses, err)
	default:
		return false
	}
	return true
}

// dial says a word and gives the line that comes back.
func dial(network, to string) string {
	connection, err := net.DialTimeout(network, to, patience)
	if err != nil {
		return "failed: " + err.Error()
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(connection, "bonjour\n"); err != nil {
		return "failed: " + err.Error()
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return "failed: " + err.Error()
	}
	return "reached: " + strings.TrimSpace(line)
}

// fetch trusts the authority that the kit hands to containers, and no other.
func fetch(address string) string {
	root, err := os.ReadFile("/.chatiere/ca.pem")
	if err != nil {
		return "failed: " + err.Error()
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(root)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}
	client := &http.Client{Timeout: 2 * patience, Transport: transport}
	answer, err := client.Get(address)
	if err != nil {
		return "failed: " + err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return "failed: " + err.Error()
	}
	return fmt.Sprintf("reached: %d %s", answer.StatusCode, strings.TrimSpace(string(body)))
}

// repeat answers each line at each address, "tcp/192.0.2.1:25", for ever: what
// lies beyond the host in a test.
func repeat(places []string) {
	for _, place := range places {
		network, address, _ := strings.Cut(place, "/")
		if network == "udp" {
			go repeatPackets(address)
			continue
		}
		listener, err := net.Listen(network, address)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go repeatLines(listener)
	}
	fmt.Println("listening")
	select {}
}

func repeatLines(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			for lines := bufio.NewScanner(connection); lines.Scan(); {
				fmt.Fprintf(connection, "%s heard %s\n", listener.Addr(), lines.Text())
			}
		}()
	}
}

func repeatPackets(address string) {
	socket, err := net.ListenPacket("udp", address)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	buffer := make([]byte, 1500)
	for {
		n, from, err := socket.ReadFrom(buffer)
		if err != nil {
			return
		}
		_, _ = socket.WriteTo([]byte(address+" heard "+string(buffer[:n])), from)
	}
}
