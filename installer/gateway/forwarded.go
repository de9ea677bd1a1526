package gateway

import (
	"net/http"
	"strings"

	"framagit.org/chatiere/chatiere/installer/gateway/forward"
	"golang.org/x/net/http/httpguts"
)

// forwarded is our own word to a service on where a request came from.
func forwarded(host string, from visitor) []forward.Field {
	protocol := "http"
	if from.secure {
		protocol = "https"
	}
	fields := make([]forward.Field, 0, 4)
	fields = append(fields, forward.Field{Name: "X-Forwarded-Host", Value: host}, forward.Field{Name: "X-Forwarded-Proto", Value: protocol})
	if !from.address.IsValid() {
		return fields
	}
	address := from.address.String()
	return append(fields, forward.Field{Name: "X-Forwarded-For", Value: address}, forward.Field{Name: "X-Real-Ip", Value: address})
}

// speaksForProxy tells the headers by which services believe a proxy: who the
// visitor is, where the request came from. A visitor's own are dropped. One
// with "_" reads like one with "-" to a CGI program. Names come in canonical
// form from the server.
func speaksForProxy(name string) bool {
	switch name {
	case "Forwarded", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip",
		"X-Original-Url", "X-Rewrite-Url", "Proxy", "Remote-User", "X-Remote-User", "X-Original-Host":
		return true
	}
	return strings.HasPrefix(name, "X-Forwarded") || strings.IndexByte(name, '_') >= 0
}

// upgrade is the protocol that a visitor asks for, if it is one that we carry.
// Any other would carry requests that nobody looks at.
func upgrade(r *http.Request) string {
	asked := r.Header["Upgrade"]
	if len(asked) != 1 || !strings.EqualFold(asked[0], "websocket") || r.Method != http.MethodGet || r.ProtoMajor != 1 ||
		!httpguts.HeaderValuesContainsToken(r.Header["Connection"], "upgrade") {
		return ""
	}
	return asked[0]
}
