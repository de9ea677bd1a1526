# Every block of design/modules.md's examples, as written there, with what they
# name added around them.
module "assembled" {
  language = 1
  version  = "1.2.0-rc.1+build.5"
  title    = { fr = "Tout ensemble", en = "All together" }
  summary  = "Un module qui a tous les blocs."
  category = "pad"
  replaces = ["Google Docs"]
  kind     = "service"
  open_to  = ["everyone", "members"]
  needs    = "1.0"
  verified = "contract"
}

software {
  name    = "Etherpad"
  version = "2.5.3"
  website = "https://etherpad.org/"
  source  = "https://github.com/ether/etherpad-lite"
  license = "Apache-2.0 OR (MIT AND GPL-2.0-or-later WITH Classpath-exception-2.0)"
  modules = ["ep_markdown"]
}

variable "title" {
  type     = string
  default  = "Textes — ${chaton.name}"
  label    = { fr = "Titre affiché", en = "Displayed title" }
  help     = { fr = "En haut de chaque page.", en = "At the top of each page." }
  advanced = true
  validation {
    condition = length(var.title) < 80
    message   = { fr = "Moins de 80 lettres.", en = "Fewer than 80 letters." }
  }
}

variable "federation" {
  type    = bool
  default = false
  label   = "Fédération"
}

variable "skin" {
  type      = string
  default   = "colibris"
  choices   = ["colibris", "plain"]
  label     = "Apparence"
  sensitive = false
}

variable "relays" {
  type  = map(object({ host = string, ports = list(number) }))
  label = "Relais"
}

variable "owner" {
  type      = string
  format    = "email"
  label     = "Adresse"
  sensitive = true
}

secret "admin_password" {
  length  = 24
  charset = "words"
  reveal  = true
  label   = { fr = "Mot de passe d'administration", en = "Administration password" }
}

secret "key" {}

database "postgresql" {
  version    = "17"
  extensions = ["pg_trgm"]
  memory     = "256MiB"
  options    = { collation = "C" }
}

volume "data" {
  backup      = true
  description = { fr = "Textes", en = "Texts" }
}

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

container "worker" {
  image   = "docker.io/etherpad/etherpad:2.5.3"
  memory  = "64MiB"
  egress  = var.federation ? { fr = "Échange avec d'autres serveurs", en = "Talks to other servers" } : null
  env = {
    OWNER   = var.owner
    MAIL    = mail == null ? null : mail.host
    OFFICE  = try(uses.office.url, "")
    CA      = chaton.ca_file
    WORKERS = 2
    DEBUG   = false
    KEY     = sha256(secret.key)
    PAGE    = page.terms.url
    HOST    = service.host
    ADDRESS = host.ipv4
  }
  file "/etc/app/users" {
    content = join("\n", [for name, relay in var.relays : "${name} ${relay.host}"])
    mode    = "0400"
  }
  entrypoint   = ["tini", "--"]
  capabilities = ["NET_BIND_SERVICE"]
  cpus         = 0.5
  pids         = 64
  read_only    = true
  update       = "replace"
  health {
    command = ["app", "ping", container.app.host]
  }
}

container "voice" {
  image  = "docker.io/etherpad/etherpad:2.5.3"
  memory = "64MiB"
  port "c2s" {
    number = 5222
  }
  health {
    tcp {
      port = "c2s"
    }
  }
}

route "web" {
  container = "app"
  port      = "http"
  path      = "/p/"
  timeout   = "1h30m"
  headers   = { X-Frame-Options = "" }
}

publish "xmpp" {
  container         = "voice"
  port              = "c2s"
  certificate       = "/etc/app/tls"
  certificate_hosts = [chaton.domain, fqdn("salons")]
  reload            = ["prosodyctl", "reload"]
}

publish "media" {
  container = "voice"
  ports     = "40000-40019"
  protocols = ["udp"]
}

publish "voice" {
  container = "voice"
  port      = "c2s"
  host_port = 5223
}

job "migrate" {
  container = "app"
  command   = ["php", "artisan", "migrate", "--force"]
  when      = "before"
  timeout   = "15m"
}

job "admin" {
  container = "app"
  command   = ["app", "create-admin", "--password-stdin"]
  stdin     = secret.admin_password
  when      = "once"
}

job "cron" {
  container = "app"
  command   = ["php", "cron.php"]
  every     = "5m"
}

action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20 # a secret of that length, shown once
  }
  command = ["app", "user-add", "--password-stdin", input.name]
  stdin   = input.password
}
uses "office" {
  category = "office" # or module = "collabora"
  optional = true
  label    = { fr = "Suite bureautique", en = "Office suite" }
}

backup {
  before {
    container = "app"
    command   = ["app", "flush"]
  }
  exclude = ["data/cache"]
  live    = false
}

privacy {
  purpose     = { fr = "Écrire à plusieurs", en = "Writing together" }
  legal_basis = "contract" # contract, legitimate_interests, consent, legal_obligation, public_task, vital_interests
  data "content" {
    subjects   = { fr = "Personnes qui écrivent", en = "People who write" }
    categories = { fr = "Texte, pseudonyme, couleur", en = "Text, nickname, colour" }
    retention  = { fr = "Jusqu'à 12 mois sans modification", en = "Until 12 months without change" }
  }
  keeps_addresses = { fr = "Journal de l'application, 7 jours", en = "The application's log, 7 days" } # or false, when tried
  recipients      = []
  third_party "tile.openstreetmap.org" {
    reason = { fr = "Fond de carte", en = "Map background" }
  }
}

rights {
  export    = { fr = "Depuis chaque texte, menu Exporter.", en = "From each text, menu Export." }
  erase     = { fr = "Suppression sur demande.", en = "Deleted on request." }
  within    = "30 days" # how long erasure takes
  formats   = ["text/plain", "text/html"]
  accepts   = ["text/plain", "text/html"] # formats that the application can take in
  elsewhere = ["CryptPad"]                # other software that reads them
  remains   = { fr = "Les contributions aux textes des autres.", en = "Contributions to other people's texts." }
}

guide "fr" {
  user       = "guide.md"
  accessible = { fr = "Au clavier, essayé le 22 novembre 2026." }
}

exception "font" {
  reason    = { fr = "Police du logo." }
  precedent = "https://example.org/decision"
}

notice {
  fr = "Mot de passe : ${secret.admin_password}"
  en = "Password: ${secret.admin_password}"
}

test "home page" {
  request {
    path = "/" # through the gateway, over HTTPS; also method, headers, body, user, password
  }
  expect {
    status   = 200
    contains = "Etherpad"
  }
}

test "voice answers" {
  tcp {
    publish = "voice"
  }
}

test "signing in" {
  step {
    request {
      route  = "web" # default: the first
      path   = "/api.php?action=query&meta=tokens&type=login&format=json"
      follow = false # default true for GET, same host only
    }
    expect {
      status = 200
    }
    capture "token" {
      json = "query.tokens.logintoken" # or regex = "…(group)…", or header = "Location"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["app", "list"]
      stdin     = "bonjour"
      contains  = capture.token
    }
  }
}

test "a pad survives" {
  write { # before a backup
    request {
      method = "POST"
      path   = "/p/chatiere/import"
      body   = "bonjour"
    }
    expect {
      status = 200
    }
  }
  read { # after the restore
    request {
      path = "/p/chatiere/export/txt"
    }
    expect {
      contains = "bonjour"
    }
  }
}
