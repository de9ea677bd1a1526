package preflight

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

// everywhere is a gateway on all addresses of both families.
func everywhere(port int) site.Gateway {
	return site.Gateway{Listen: []string{"0.0.0.0", "::"}, HTTPS: port}
}

// listen opens a port for this process.
func listen(t testing.TB, family, address string) (*net.TCPListener, int) {
	t.Helper()
	listener, err := net.Listen(family, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener.(*net.TCPListener), listener.Addr().(*net.TCPAddr).Port
}

// hold hands a port to a process of that name and arguments, a shell that
// waits until the test ends, and gives the port and the process.
func hold(t testing.TB, family, name string, arguments ...string) (port, process int) {
	t.Helper()
	shell, err := os.ReadFile("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(program, shell, 0o755); err != nil {
		t.Fatal(err)
	}
	listener, port := listen(t, family, ":0")
	file, err := listener.File()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, append([]string{"-c", "echo ready; read end", name}, arguments...)...)
	command.ExtraFiles = []*os.File{file}
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		input.Close()
		command.Wait()
	})
	if _, err := io.ReadFull(output, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	file.Close()
	listener.Close() // from here on the port is only the other process's
	return port, command.Process.Pid
}

// onlyBusy is what is said of a port with one owner.
func onlyBusy(t testing.TB, gateway site.Gateway, name func(string) string) string {
	t.Helper()
	findings := BusyPorts(t.Context(), gateway, name)
	if len(findings) != 1 || !findings[0].Blocking {
		t.Fatalf("got %v, want one that blocks", findings)
	}
	return findings[0].String()
}

func TestBusyPorts_FamiliesOfTheOwnerAreSaid(t *testing.T) {
	for family, want := range map[string]string{"tcp4": "(IPv4)", "tcp6": "(IPv6)", "tcp": "(IPv4, IPv6)"} {
		_, port := listen(t, family, ":0")
		said := onlyBusy(t, everywhere(port), nil)
		for _, want := range []string{"Port " + strconv.Itoa(port) + " " + want, fmt.Sprintf("(process %d)", os.Getpid())} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: got %q, want %q in it", family, said, want)
			}
		}
	}
}

func TestBusyPorts_OneAddressIsBusyForAllOfThem(t *testing.T) {
	for address, want := range map[string]string{"127.0.0.1:0": "(IPv4)", "[::1]:0": "(IPv6)"} {
		_, port := listen(t, "tcp", address)
		if said := onlyBusy(t, everywhere(port), nil); !strings.Contains(said, want) || !strings.Contains(said, "process") {
			t.Errorf("%s: got %q, want %q and its process", address, said, want)
		}
	}
}

func TestBusyPorts_TwoOwnersAreBothNamed(t *testing.T) {
	port, first := hold(t, "tcp4", "older")
	listen(t, "tcp6", "[::]:"+strconv.Itoa(port))
	said := fmt.Sprint(BusyPorts(t.Context(), everywhere(port), nil))
	for _, want := range []string{fmt.Sprintf("(IPv4) is busy on this machine: older listens on it (process %d)", first), fmt.Sprintf("(process %d)", os.Getpid())} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q in it", said, want)
		}
	}
}

func TestBusyPorts_KnownProxyMayStayInFront(t *testing.T) {
	for program, front := range map[string]string{"nginx": "nginx", "apache2": "apache", "httpd": "apache", "haproxy": "haproxy", "caddy": "caddy", "traefik": "traefik"} {
		port, process := hold(t, "tcp", program)
		said := onlyBusy(t, everywhere(port), nil)
		for _, want := range []string{program + " listens on it (process " + strconv.Itoa(process), `mode = "behind"`, "chatiere doctor --front " + front} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: got %q, want %q in it", program, said, want)
			}
		}
	}
}

func TestBusyPorts_PublishedPortNamesTheContainer(t *testing.T) {
	port, _ := hold(t, "tcp4", "docker-proxy", "-proto", "tcp", "-host-ip", "0.0.0.0", "-host-port", "80",
		"-container-ip", "172.30.0.2", "-container-port", "80")
	named := func(id string) string { return map[string]string{"172.30.0.2": "old_wiki"}[id] }
	if said := onlyBusy(t, everywhere(port), named); !strings.Contains(said, "the container old_wiki holds it") || !strings.Contains(said, "docker stop old_wiki") {
		t.Errorf("got %q, want the container's name and how to stop it", said)
	}
	want := "docker ps --filter publish=" + strconv.Itoa(port)
	if said := onlyBusy(t, everywhere(port), nil); !strings.Contains(said, "the container at 172.30.0.2") || !strings.Contains(said, want) {
		t.Errorf("without names: got %q, want the address and %q", said, want)
	}
}

func TestBusyPorts_FreePortIsNotMentioned(t *testing.T) {
	listener, port := listen(t, "tcp", "127.0.0.1:0")
	listener.Close()
	if findings := BusyPorts(t.Context(), site.Gateway{Listen: []string{"127.0.0.1"}, HTTPS: port}, nil); len(findings) > 0 {
		t.Errorf("got %v, want none", findings)
	}
}

func TestBusyPorts_ForeignAddressIsNamed(t *testing.T) {
	findings := BusyPorts(t.Context(), site.Gateway{Listen: []string{"192.0.2.1"}, HTTPS: 8443}, nil)
	if len(findings) != 1 || findings[0].WhatValues[0] != "192.0.2.1" {
		t.Errorf("got %v, want one finding on 192.0.2.1", findings)
	}
}

func TestHeld_UnitsAndSocketsOfSystemdAreNamed(t *testing.T) {
	cases := map[string]Owner{
		"systemctl disable --now nginx.service":        {Program: "nginx-worker", Process: 8, Unit: "nginx.service"},
		"the systemd unit apache2.service holds it":    {Program: "apache2", Process: 8, Unit: "apache2.service"},
		"systemctl list-sockets":                       {Program: "systemd", Process: 1},
		"the container engine holds it":                {Program: "dockerd", Process: 8, Unit: "docker.service"},
		"docker stop 0123456789ab":                     {Program: "app", Process: 8, Container: "0123456789ab"},
		"this user cannot see who holds it. Run the s": {},
	}
	for want, holder := range cases {
		if said := busy(site.Gateway{}, 80, "IPv4", holder).String(); !strings.Contains(said, want) {
			t.Errorf("got %q, want %q in it", said, want)
		}
	}
}
