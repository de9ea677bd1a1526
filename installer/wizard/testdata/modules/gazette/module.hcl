module "gazette" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Gazette", en = "Gazette" }
  summary  = { fr = "Suivre des sites sans passer par un réseau social.", en = "Following websites without a social network." }
  category = "feed"
  replaces = ["Feedly"]
}

software {
  name    = "Gazette"
  version = "1.0"
  website = "https://gazette.example/"
  source  = "https://gazette.example/source"
  license = "AGPL-3.0-or-later"
}

container "app" {
  image  = "docker.io/example/gazette:1.0"
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
