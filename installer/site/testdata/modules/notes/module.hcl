module "notes" {
  language = 1
  version  = "1.2.0"
  title    = { fr = "Notes", en = "Notes" }
  summary  = { fr = "Écrire des notes.", en = "Write notes." }
  category = "pad"
}

software {
  name    = "Notes"
  version = "1.2"
  website = "https://notes.example.org/"
  source  = "https://notes.example.org/source"
  license = "MIT"
}

variable "title" {
  type    = string
  default = "Notes — ${chaton.name}"
  label   = { fr = "Titre", en = "Title" }
}

variable "color" {
  type    = string
  default = "blue"
  label   = { fr = "Couleur", en = "Colour" }
  choices = ["blue", "green"]
}

variable "days" {
  type    = number
  default = 30
  label   = { fr = "Jours", en = "Days" }
  validation {
    condition = var.days > 0
    message   = { fr = "Il faut au moins un jour.", en = "At least one day." }
  }
}

variable "key" {
  type      = string
  default   = ""
  label     = { fr = "Clé", en = "Key" }
  sensitive = true
}

secret "admin" {
  length = 20
  reveal = true
  label  = { fr = "Mot de passe", en = "Password" }
}

secret "session" {}

volume "data" {
  backup      = true
  description = { fr = "Les notes", en = "The notes" }
}

database "store" {
  version    = "2"
  extensions = ["search"]
  memory     = "256MiB"
}

container "app" {
  build {
    context = "image"
  }
  command = ["notes", "serve"]
  env = {
    TITLE    = var.title
    DAYS     = var.days
    URL      = service.url
    DATABASE = database.store.url
    SESSION  = secret.session
    WORKER   = container.worker.host
    RELAY    = mail == null ? null : mail.host
  }
  file "/etc/notes.conf" {
    content = templatefile("files/notes.conf.tmpl", { users = htpasswd("admin", secret.admin), color = var.color })
  }
  mount "data" {
    path = "/var/lib/notes"
  }
  tmpfs  = ["/tmp", "/run/notes:16MiB:exec"]
  memory = "128MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/health"
    }
    start = "90s"
  }
}

container "worker" {
  image  = "library/debian:13"
  user   = "1000:1000"
  memory = "64MiB"
  after  = ["app"]
  egress = { fr = "Aller chercher des flux", en = "Fetching feeds" }
  health {
    command = ["true"]
  }
}

route "web" {
  container = "app"
  port      = "http"
  headers   = { X-Frame-Options = "DENY" }
}

privacy {
  purpose         = { fr = "Écrire", en = "Writing" }
  legal_basis     = "contract"
  keeps_addresses = false
}

rights {
  export  = { fr = "Menu Exporter.", en = "Menu Export." }
  erase   = { fr = "Sur demande.", en = "On request." }
  formats = ["text/plain"]
}

notice {
  fr = "Compte admin, mot de passe ${secret.admin}"
  en = "Account admin, password ${secret.admin}"
}

test "home page" {
  request {
    path = "/"
  }
  expect {
    status = 200
  }
}
