package preflight

// passthroughs holds the lines of the proxies that can hand a connection over
// without decrypting it.
func passthroughs() map[string]string {
	return map[string]string{"nginx": nginxPassthrough, "haproxy": haproxyPassthrough, "traefik": traefikPassthrough}
}

// nginxPassthrough takes port 443 for all: its other sites move to 127.0.0.1:4433,
// and learn there too for whom a connection is.
const nginxPassthrough = `# apt install libnginx-mod-stream
# /etc/nginx/nginx.conf
stream {
    map $ssl_preread_server_name $chatiere_way {
{{- range .Hosts}}
        {{.}} {{$.Upstream}};
{{- end}}
        default 127.0.0.1:4433;
    }
    server {
        listen 443;
        listen [::]:443;
        ssl_preread on;
        proxy_protocol on;
        proxy_pass $chatiere_way;
        proxy_timeout 1h;
    }
}
# server { listen 127.0.0.1:4433 ssl proxy_protocol; set_real_ip_from 127.0.0.1; real_ip_header proxy_protocol; }
# /etc/nginx/conf.d/chatiere.conf
server {
    listen 80;
    listen [::]:80;
    server_name {{join .Hosts " "}};
    return 308 https://$host$request_uri;
}
# nginx -t && systemctl reload nginx
`

const haproxyPassthrough = `# /etc/haproxy/haproxy.cfg
# frontend :80
    acl chatiere req.hdr(host),field(1,:),lower -m str {{join .Hosts " "}}
    http-request redirect scheme https code 308 if chatiere
# frontend :443
# mode tcp
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend chatiere if { req.ssl_sni -i {{join .Hosts " "}} }
# haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy
backend chatiere
    mode tcp
    timeout server 1h
    timeout tunnel 1h
    server gateway {{.Upstream}} send-proxy-v2
`

const traefikPassthrough = `# providers.file.directory: chatiere.yml
# traefik.yml: entryPoints.web.address: ":80"
# traefik.yml: entryPoints.websecure.address: ":443"
http:
  routers:
    chatiere:
      rule: "{{rule .Hosts}}"
      entryPoints:
        - web
      middlewares:
        - chatiere
      service: noop@internal
  middlewares:
    chatiere:
      redirectScheme:
        scheme: https
        permanent: true
tcp:
  routers:
    chatiere:
      rule: "{{names .Hosts}}"
      entryPoints:
        - websecure
      service: chatiere
      tls:
        passthrough: true
  services:
    chatiere:
      loadBalancer:
        proxyProtocol:
          version: 2
        servers:
          - address: "{{.Upstream}}"
`
