module "carnet" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Carnet", en = "Carnet" }
  summary  = { fr = "Agendas et carnets d’adresses partagés, lus par les téléphones.", en = "Shared calendars and address books, read by telephones." }
  category = "calendar"
  replaces = ["Google Agenda", "iCloud"]
}

software {
  name    = "Carnet"
  version = "1.0"
  website = "https://carnet.example/"
  source  = "https://carnet.example/source"
  license = "AGPL-3.0-or-later"
}

container "app" {
  image  = "docker.io/example/carnet:1.0"
  memory = "128MiB"
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
