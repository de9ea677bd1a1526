package preflight

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Ports tries every address and port that the gateway will listen on, and
// names who holds a busy one. Do not call it while our own gateway runs.
func Ports(ctx context.Context, gateway site.Gateway) []Finding {
	var findings []Finding
	for _, port := range []int{gateway.HTTP, gateway.HTTPS} {
		if port == 0 {
			continue
		}
		if finding := tryPort(ctx, gateway.Listen, port); finding != nil {
			findings = append(findings, *finding)
		}
	}
	return findings
}

// tryPort reports a port once, whatever the number of addresses: the operator
// frees the port, not the address.
func tryPort(ctx context.Context, addresses []string, port int) *Finding {
	for _, address := range addresses {
		if finding := tryAddress(ctx, address, port); finding != nil {
			return finding
		}
	}
	return nil
}

func tryAddress(ctx context.Context, address string, port int) *Finding {
	network := "tcp4"
	if ip := net.ParseIP(address); ip != nil && ip.To4() == nil {
		network = "tcp6"
	}
	where := net.JoinHostPort(address, strconv.Itoa(port))
	listener, err := new(net.ListenConfig).Listen(ctx, network, where)
	switch {
	case err == nil:
		listener.Close()
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return busy(port)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EAFNOSUPPORT):
		if address == "::" || address == "::1" {
			return nil // a machine without IPv6 serves IPv4
		}
		return &Finding{
			Blocking: true,
			What:     "This machine has no address %s.", WhatValues: []any{address},
			Fix: "Correct listen in the gateway block of chaton.hcl.",
		}
	case errors.Is(err, os.ErrPermission):
		return &Finding{
			Blocking: true,
			What:     "Port %s may not be opened by this user.", WhatValues: []any{strconv.Itoa(port)},
			Fix: "Run the same command as root.",
		}
	}
	return &Finding{
		Blocking: true, What: "Port %s cannot be opened: %s.", WhatValues: []any{strconv.Itoa(port), err.Error()},
		Fix: "Correct listen in the gateway block of chaton.hcl.",
	}
}

func busy(port int) *Finding {
	number := strconv.Itoa(port)
	finding := &Finding{
		Blocking: true,
		What:     "Port %s is busy on this machine.", WhatValues: []any{number},
		Fix: "Stop the program that listens on port %s, or choose other ports in the gateway block of chaton.hcl.", FixValues: []any{number},
	}
	if owner := Owner(port); owner != "" {
		finding.What, finding.WhatValues = "Port %s is busy on this machine: %s listens on it.", []any{number, owner}
	}
	return finding
}
