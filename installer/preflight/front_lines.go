package preflight

// fronts holds the template of each proxy's lines. The map is made at each
// call, so that nothing of the package can be changed.
func fronts() map[string]string {
	return map[string]string{
		"nginx": nginxLines, "apache": apacheLines, "haproxy": haproxyLines, "caddy": caddyLines, "traefik": traefikLines,
	}
}

// nginxLines: the map has a name of its own, since another file may define the
// usual $connection_upgrade, and a second definition stops nginx.
const nginxLines = `# /etc/nginx/conf.d/chatiere.conf
# certbot certonly --nginx --cert-name {{.First}} -d {{join .Hosts " -d "}}
# nginx -t && systemctl reload nginx
map $http_upgrade $chatiere_connection {
    default upgrade;
    ''      '';
}
server {
    listen 80;
    listen [::]:80;
    server_name {{join .Hosts " "}};
    return 308 https://$host$request_uri;
}
server {
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {{join .Hosts " "}};
    ssl_certificate     /etc/letsencrypt/live/{{.First}}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{{.First}}/privkey.pem;
    client_max_body_size 0;
    location / {
        proxy_pass http://{{.Upstream}};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $chatiere_connection;
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_read_timeout 1h;
        proxy_send_timeout 1h;
    }
}
`

// apacheLines: mod_proxy appends the visitor to X-Forwarded-For, so what the
// visitor sent is taken away first.
const apacheLines = `# /etc/apache2/sites-available/chatiere.conf
# a2enmod ssl rewrite headers proxy proxy_http
# certbot certonly --apache --cert-name {{.First}} -d {{join .Hosts " -d "}}
# a2ensite chatiere && apachectl -t && systemctl reload apache2
<VirtualHost *:80>
    ServerName {{.First}}
{{- range .Others}}
    ServerAlias {{.}}
{{- end}}
    AllowEncodedSlashes NoDecode
    RewriteEngine On
    RewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=308,L,NE]
</VirtualHost>
<VirtualHost *:443>
    ServerName {{.First}}
{{- range .Others}}
    ServerAlias {{.}}
{{- end}}
    SSLEngine On
    SSLCertificateFile    /etc/letsencrypt/live/{{.First}}/fullchain.pem
    SSLCertificateKeyFile /etc/letsencrypt/live/{{.First}}/privkey.pem
    LimitRequestBody 0
    AllowEncodedSlashes NoDecode
    ProxyRequests Off
    ProxyPreserveHost On
    RequestHeader unset X-Forwarded-For early
    RequestHeader set X-Forwarded-Proto https
    ProxyPass / http://{{.Upstream}}/ nocanon upgrade=websocket flushpackets=on timeout=3600
</VirtualHost>
`

// haproxyLines go into the frontends that own the ports: a second frontend on
// the same port would share its visitors at random.
const haproxyLines = `# /etc/haproxy/haproxy.cfg
# frontend :80
    acl chatiere req.hdr(host),field(1,:),lower -m str {{join .Hosts " "}}
    http-request redirect scheme https code 308 if chatiere
# frontend :443 ssl
    acl chatiere req.hdr(host),field(1,:),lower -m str {{join .Hosts " "}}
    use_backend chatiere if chatiere
# haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy
backend chatiere
    mode http
    timeout server 1h
    timeout tunnel 1h
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto https if { ssl_fc }
    http-request set-header X-Forwarded-Proto http if !{ ssl_fc }
    server gateway {{.Upstream}}
`

// caddyLines need nothing more: Caddy obtains certificates, keeps the host and
// writes the X-Forwarded headers anew by itself.
const caddyLines = `# /etc/caddy/Caddyfile
# caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy
{{join .Hosts ", "}} {
	reverse_proxy {{.Upstream}}
}
`

// traefikLines: the two names are those of most installations, and stand in
// the file of the third line.
const traefikLines = `# providers.file.directory: chatiere.yml
# traefik.yml: entryPoints.websecure.address: ":443"
# traefik.yml: certificatesResolvers.letsencrypt.acme
http:
  routers:
    chatiere:
      rule: "{{rule .Hosts}}"
      entryPoints:
        - websecure
      service: chatiere
      tls:
        certResolver: letsencrypt
  services:
    chatiere:
      loadBalancer:
        passHostHeader: true
        responseForwarding:
          flushInterval: "-1ms"
        servers:
          - url: "http://{{.Upstream}}"
`
