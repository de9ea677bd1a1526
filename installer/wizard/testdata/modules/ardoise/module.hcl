module "ardoise" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Ardoise", en = "Ardoise" }
  summary  = { fr = "Des pages écrites à plusieurs, sans base de données.", en = "Pages written together, without a database." }
  category = "wiki"
  replaces = ["Notion"]
}

software {
  name    = "Ardoise"
  version = "1.0"
  website = "https://ardoise.example/"
  source  = "https://ardoise.example/source"
  license = "AGPL-3.0-or-later"
}

variable "title" {
  type  = string
  label = { fr = "Titre du wiki", en = "Title of the wiki" }
  help  = { fr = "Il figure en haut de chaque page du wiki.", en = "It stands at the top of each page of the wiki." }
}

variable "open" {
  type  = bool
  label = { fr = "Lecture sans compte", en = "Reading without an account" }
}

variable "theme" {
  type    = string
  default = "clair"
  label   = { fr = "Thème", en = "Theme" }
}

container "app" {
  image  = "docker.io/example/ardoise:1.0"
  memory = "256MiB"
  user   = "1000:1000"
  port "http" {
    number = 8000
  }
  health {
    http {
      port = "http"
    }
  }
}

route "web" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Essai", en = "Trial" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Sur demande", en = "On demand" }
  erase   = { fr = "Sur demande", en = "On demand" }
  formats = ["text/plain"]
}

test "home" {
  request {
    path = "/"
  }
  expect {
    status = 200
  }
}
