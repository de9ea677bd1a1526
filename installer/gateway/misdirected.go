package gateway

import (
	"crypto/tls"
	"net/http"
)

// misdirected says that a request came over a connection that its visitor
// opened for another name. RFC 9110, 15.5.20, has an answer for it, upon which
// browsers come again over a connection of its own. A connection may carry every
// name that its certificate is for: browsers do so over HTTP/2.
func (g *Gateway) misdirected(connection *tls.ConnectionState, host string) bool {
	if connection == nil || connection.ServerName == host {
		return false
	}
	name := hostOf(connection.ServerName)
	if name == host {
		return false
	}
	shown, err := g.keeper.GetCertificate(&tls.ClientHelloInfo{ServerName: name})
	return err != nil || shown.Leaf == nil || shown.Leaf.VerifyHostname(host) != nil
}

func pageMisdirected() page {
	return page{status: http.StatusMisdirectedRequest,
		titleFR: "Connexion ouverte pour un autre nom", textFR: "Cette adresse a été demandée par la connexion d’une autre. Rechargez la page.",
		titleEN: "Connection opened for another name", textEN: "This address was asked for over another one’s connection. Load the page again."}
}
