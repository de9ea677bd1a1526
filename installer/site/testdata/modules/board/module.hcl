module "board" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Tableau", en = "Board" }
  summary  = { fr = "Épingler des notes.", en = "Pin notes." }
  category = "board"
}

software {
  name    = "Board"
  version = "1.0"
  website = "https://board.example.org/"
  source  = "https://board.example.org/source"
  license = "MIT"
}

uses "notes" {
  category = "pad"
  label    = { fr = "Des notes", en = "Notes" }
}

uses "twin" {
  module   = "board"
  optional = true
  label    = { fr = "Un autre tableau", en = "Another board" }
}

container "app" {
  image = "docker.io/board/board:1.0"
  user  = "1000:1000"
  env = {
    NOTES = uses.notes.url
    NAMES = "${uses.notes.name} ${uses.notes.host}"
    TWIN  = uses.twin == null ? null : uses.twin.url
  }
  memory = "64MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
  }
}

container "post" {
  image  = "docker.io/board/board:1.0"
  user   = "1000:1000"
  memory = "64MiB"
  env = {
    SMTP     = mail == null ? null : "${mail.encryption}://${mail.host}:${mail.port} ${mail.from}"
    USER     = mail == null ? null : mail.user
    PASSWORD = mail == null ? null : mail.password
  }
  health {
    command = ["true"]
  }
}

route "web" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Épingler", en = "Pinning" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Menu Exporter.", en = "Menu Export." }
  erase   = { fr = "Sur demande.", en = "On request." }
  formats = ["text/plain"]
}

test "home page" {
  request {
    path = "/"
  }
  expect {
    status = 200
  }
}
