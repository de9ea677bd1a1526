package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
)

// served is the certificate that a visitor of this machine gets: the daily
// check compares it with the one that is kept. Where a proxy stands in front,
// what it shows is its own affair.
func (g *Gateway) served(ctx context.Context, name string) (*x509.Certificate, error) {
	if g.shown == "" {
		certificate, err := g.keeper.GetCertificate(&tls.ClientHelloInfo{ServerName: name})
		if err != nil {
			return nil, err
		}
		return certificate.Leaf, nil
	}
	// Whether it is valid is judged by who asks.
	dialer := tls.Dialer{Config: &tls.Config{ServerName: name, InsecureSkipVerify: true}}
	connection, err := dialer.DialContext(ctx, "tcp", g.shown)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	shown := connection.(*tls.Conn).ConnectionState().PeerCertificates
	if len(shown) == 0 {
		return nil, errors.New("no certificate was shown")
	}
	return shown[0], nil
}

// shownAt is where this machine itself reaches the port of visitors, "" where
// only a proxy in front does.
func (g *Gateway) shownAt(secure []net.Listener) string {
	if g.options.Mode != Edge || len(secure) == 0 {
		return ""
	}
	place, right := secure[0].Addr().(*net.TCPAddr)
	if !right {
		return ""
	}
	address := place.IP
	if address.IsUnspecified() {
		address = net.IPv4(127, 0, 0, 1)
		if place.IP.To4() == nil {
			address = net.IPv6loopback
		}
	}
	return net.JoinHostPort(address.String(), strconv.Itoa(place.Port))
}
