package gateway

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestEntrance_NetworksAreAnsweredOnTheSamePorts(t *testing.T) {
	t.Parallel()
	served := route("wiki.chaton.test", serveText(t, "hello"))
	house := open(t, Options{}, Routes{Routes: []Route{served}, Networks: []Network{network("wiki", "127.0.70.1/8")}})
	if status, body := house.getAt(t, "127.0.70.1", "https://wiki.chaton.test/"); status != http.StatusOK || body != "hello" {
		t.Errorf("from the start: got %d %q, want 200 hello", status, body)
	}
	if status, _ := house.getAt(t, "127.0.70.1", "http://wiki.chaton.test/"); status != http.StatusMovedPermanently {
		t.Errorf("plain: got %d, want a redirect", status)
	}
	outcome := house.reload(t, Routes{Routes: []Route{served}, Networks: []Network{network("pads", "127.0.70.2/8")}})
	if len(outcome.Refused) > 0 {
		t.Errorf("got %v, want none refused", outcome.Refused)
	}
	if status, _ := house.getAt(t, "127.0.70.2", "https://wiki.chaton.test/"); status != http.StatusOK {
		t.Errorf("after a reload: got %d, want 200", status)
	}
	if err := house.reach("127.0.70.1"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a network that went away: got %v, want it refused", err)
	}
}

func TestEntrance_ClosingLosesNoConnection(t *testing.T) {
	t.Parallel()
	served := route("wiki.chaton.test", serveText(t, "hello"))
	house := open(t, Options{}, Routes{Routes: []Route{served}, Networks: []Network{network("wiki", "127.0.71.1/8")}})
	connection, err := tls.Dial("tcp", house.at("127.0.71.1", house.https), &tls.Config{RootCAs: house.roots, ServerName: "wiki.chaton.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	house.reload(t, Routes{Routes: []Route{served}})
	if _, err := io.WriteString(connection, "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(connection)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200") {
		t.Errorf("got %q, %v; want the connection to go on", answer, err)
	}
}

func TestEntrance_WhoComesFromElsewhereIsNotAnswered(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Networks: []Network{network("wiki", "127.0.72.1/24")}})
	for from, want := range map[string]bool{"127.0.72.9": true, "127.0.0.1": false} {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 5 * time.Second}
		connection, err := dialer.Dial("tcp", house.at("127.0.72.1", house.http))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(connection, "GET / HTTP/1.0\r\n\r\n")
		answer, _ := io.ReadAll(connection)
		_ = connection.Close()
		if got := strings.HasPrefix(string(answer), "HTTP/1.0 "); got != want {
			t.Errorf("from %s: got answer %q, want one: %t", from, answer, want)
		}
	}
}

func TestEntrance_WhatCannotBeOpenedIsRefusedAlone(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{})
	busy, err := net.Listen("tcp", house.at("127.0.73.1", house.https))
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	outcome := house.reload(t, Routes{Networks: []Network{
		network("busy", "127.0.73.1/8"), network("gone", "198.51.100.77/26"), {Service: "odd", Address: "10.213.0.1"},
		network("twice", "127.0.73.2/8"), network("same", "127.0.73.2/8"),
	}})
	for service, want := range map[string]string{
		"busy": "another program", "gone": "has no address 198.51.100.77", "odd": "not written", "same": "service twice already has",
	} {
		if got := reasonFor(outcome.Refused, service); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", service, got, want)
		}
	}
	if err := house.reach("127.0.73.2"); err != nil || reasonFor(outcome.Refused, "twice") != "" {
		t.Errorf("the good one: got %v, want it answered", err)
	}
	if got := reasonFor(house.status(t).Absent, "gone"); got == "" {
		t.Errorf("got no word in the status, want the absent address told")
	}
	if string(outcome.Refused[0].String()) == "" || !strings.Contains(outcome.Refused[0].String(), "network of service") {
		t.Errorf("got %q, want the service named", outcome.Refused[0])
	}
}

func TestEntrance_AnAddressThatTheOperatorListensAtOpensNothing(t *testing.T) {
	t.Parallel()
	listeners, err := Listen([]string{"0.0.0.0"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	served := route("wiki.chaton.test", serveText(t, "hello"))
	house := openAt(t, listeners, Options{}, Routes{Routes: []Route{served}, Networks: []Network{network("wiki", "127.0.0.1/8")}})
	if refused := house.status(t).Refused; len(refused) > 0 {
		t.Errorf("got %v, want none refused", refused)
	}
	_, port, _ := net.SplitHostPort(house.https)
	house.https = net.JoinHostPort("127.0.0.1", port)
	if status, _ := house.getAt(t, "127.0.0.1", "https://wiki.chaton.test/"); status != http.StatusOK {
		t.Errorf("got %d, want 200", status)
	}
}

func TestEntrance_AHundredNetworks(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{})
	var networks []Network
	for i := range 100 {
		networks = append(networks, network(fmt.Sprintf("s%d", i), fmt.Sprintf("127.0.74.%d/8", i+1)))
	}
	start := time.Now()
	if outcome := house.reload(t, Routes{Networks: networks}); len(outcome.Refused) > 0 {
		t.Errorf("got %v, want none refused", outcome.Refused)
	}
	t.Logf("100 networks opened in %v", time.Since(start))
	for _, each := range networks {
		address, _, _ := strings.Cut(each.Address, "/")
		if err := house.reach(address); err != nil {
			t.Errorf("%s: got %v, want it answered", each.Service, err)
		}
	}
}

func network(service, address string) Network { return Network{Service: service, Address: address} }

func reasonFor(refused []Refusal, service string) string {
	for _, refusal := range refused {
		if refusal.Service == service {
			return refusal.Reason
		}
	}
	return ""
}

// at is an address of this machine with the port of another.
func (h *house) at(address, like string) string {
	_, port, _ := net.SplitHostPort(like)
	return net.JoinHostPort(address, port)
}

func (h *house) reach(address string) error {
	connection, err := net.DialTimeout("tcp", h.at(address, h.https), 5*time.Second)
	if err != nil {
		return err
	}
	return connection.Close()
}

// getAt asks the gateway at another address than its first.
func (h *house) getAt(t testing.TB, address, asked string) (int, string) {
	t.Helper()
	elsewhere := &house{roots: h.roots, http: h.at(address, h.http), https: h.at(address, h.https)}
	answer, body := elsewhere.get(t, asked)
	return answer.StatusCode, body
}
