package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// The peers of the benchmark of the gateway.

const caddyModule = "github.com/caddyserver/caddy/v2/cmd/caddy"
const caddyVersion = "v2.10.0"

// caddy is built in a folder of its own: it is no dependency of ours.
var caddy = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-caddy-")
	if err != nil {
		return "", err
	}
	command := exec.Command("go", "install", "-trimpath", caddyModule+"@"+caddyVersion)
	command.Env = append(os.Environ(), "GOBIN="+folder, "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build caddy: %w\n%s", err, output)
	}
	return filepath.Join(folder, "caddy"), nil
})

// startCaddy runs it as its documentation shows it, which keeps at most 32
// connections to a service, half of what is asked for here.
func startCaddy(b *testing.B, service string) *contender {
	b.Helper()
	return startCaddyWith(b, "caddy", service, "")
}

// startTunedCaddy runs it with as many connections to a service as the others
// keep, for which its operator must know that there is something to set.
func startTunedCaddy(b *testing.B, service string) *contender {
	b.Helper()
	return startCaddyWith(b, "caddy-tuned", service, "transport http {\n\t\t\tkeepalive_idle_conns_per_host 128\n\t\t}")
}

func startCaddyWith(b *testing.B, name, service, kept string) *contender {
	b.Helper()
	program, err := caddy()
	if err != nil {
		b.Fatal(err)
	}
	port := freePort(b)
	settings := settle(b, "Caddyfile", caddySettings, map[string]string{"PORT": fmt.Sprint(port), "SERVICE": service, "CONNECTIONS": kept})
	command := exec.CommandContext(b.Context(), program, "run", "--config", settings, "--adapter", "caddyfile")
	command.Env = append(os.Environ(), "HOME="+b.TempDir())
	return contend(b, name, port, command)
}

const caddySettings = `{
	admin off
	auto_https off
	persist_config off
	log default {
		output discard
	}
	servers {
		protocols h1 h2
	}
}
https://localhost:PORT {
	bind 127.0.0.1
	tls CERTIFICATE KEY
	reverse_proxy SERVICE {
		CONNECTIONS
	}
}
`

func startNginx(b *testing.B, service string) *contender {
	b.Helper()
	port := freePort(b)
	settings := settle(b, "nginx.conf", nginxSettings, map[string]string{"PORT": fmt.Sprint(port), "SERVICE": service})
	return contend(b, "nginx", port, exec.CommandContext(b.Context(), "/usr/sbin/nginx", "-e", "stderr", "-p", filepath.Dir(settings), "-c", settings))
}

const nginxSettings = `daemon off;
worker_processes auto;
pid FOLDER/nginx.pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
	access_log off;
	client_body_temp_path FOLDER/body;
	proxy_temp_path FOLDER/proxy;
	fastcgi_temp_path FOLDER/fastcgi;
	uwsgi_temp_path FOLDER/uwsgi;
	scgi_temp_path FOLDER/scgi;
	keepalive_requests 1000000000;
	upstream service {
		server SERVICE;
		keepalive 128;
		keepalive_requests 1000000000;
	}
	server {
		listen 127.0.0.1:PORT ssl http2;
		server_name localhost;
		ssl_certificate CERTIFICATE;
		ssl_certificate_key KEY;
		ssl_protocols TLSv1.2 TLSv1.3;
		client_max_body_size 0;
		location / {
			proxy_pass http://service;
			proxy_http_version 1.1;
			proxy_request_buffering off;
			proxy_max_temp_file_size 0;
			proxy_set_header Connection "";
			proxy_set_header Host $http_host;
			proxy_set_header X-Forwarded-For $remote_addr;
			proxy_set_header X-Forwarded-Host $http_host;
			proxy_set_header X-Forwarded-Proto $scheme;
			proxy_set_header X-Real-IP $remote_addr;
		}
	}
}
`

func startHaproxy(b *testing.B, service string) *contender {
	b.Helper()
	port := freePort(b)
	settings := settle(b, "haproxy.cfg", haproxySettings, map[string]string{"PORT": fmt.Sprint(port), "SERVICE": service})
	return contend(b, "haproxy", port, exec.CommandContext(b.Context(), "/usr/sbin/haproxy", "-db", "-q", "-f", settings))
}

const haproxySettings = `global
	maxconn 4096
defaults
	mode http
	timeout connect 5s
	timeout client 120s
	timeout server 60s
	timeout http-keep-alive 120s
	http-reuse safe
frontend visitors
	bind 127.0.0.1:PORT ssl crt BOTH ssl-min-ver TLSv1.2 alpn h2,http/1.1
	option forwardfor
	http-request set-header X-Forwarded-Proto https
	http-request set-header X-Forwarded-Host %[req.hdr(host)]
	default_backend service
backend service
	server one SERVICE pool-max-conn 128
`
