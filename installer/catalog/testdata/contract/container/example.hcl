container "app" {
  image   = "docker.io/etherpad/etherpad:2.5.3" # a tag is required, `latest` is refused
  command = ["node", "src/node/server.js"]
  user    = "5001:0"
  env = {
    TITLE   = var.title
    DB_PASS = database.postgresql.password
  }
  file "/etc/app/settings.json" {
    content = templatefile("files/settings.json.tmpl", { title = var.title })
  }
  mount "data" {
    path = "/opt/app/var"
  }
  tmpfs         = ["/tmp", "/run/app:16MiB"]
  memory        = "512MiB"
  after         = ["worker"]
  egress        = { fr = "Échange avec d'autres serveurs (fédération)", en = "Talks to other servers (federation)" }
  architectures = ["amd64", "arm64"]
  stop_grace    = "30s"
  port "http" {
    number = 9001
  }
  health {
    http {
      port   = "http"
      path   = "/health"
      status = 200
    }
    start    = "60s"
    interval = "30s"
    timeout  = "5s"
    retries  = 3
  }
}
