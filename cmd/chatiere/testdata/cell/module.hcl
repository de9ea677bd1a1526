module "cell" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Cellule", en = "Cell" }
  summary  = { fr = "Regarde ce que chaque conteneur atteint.", en = "Looks at what each container reaches." }
  category = "other"
}

software {
  name    = "Echo"
  version = "1.0.0"
  website = "https://echo.example/"
  source  = "https://echo.example/source"
  license = "AGPL-3.0-or-later"
}

uses "friend" {
  module   = "ear"
  optional = true
  label    = { fr = "Une oreille", en = "An ear" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    WORD   = "app"
    FRIEND = uses.friend == null ? null : uses.friend.url
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start = "20s"
  }
}

container "peer" {
  build {
    context = "image"
  }
  env = {
    WORD = "peer"
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start = "20s"
  }
}

container "outward" {
  build {
    context = "image"
  }
  env = {
    WORD = "outward"
  }
  egress = { fr = "Pour l'essai", en = "For the test" }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start = "20s"
  }
}

container "post" {
  build {
    context = "image"
  }
  env = {
    WORD     = "post"
    SMTP     = mail == null ? null : "${mail.host}:${mail.port}"
    PASSWORD = mail == null ? null : mail.password
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start = "20s"
  }
}

route "web" {
  container = "app"
  port      = "http"
}

route "peer" {
  container = "peer"
  port      = "http"
  path      = "/peer/"
}

route "outward" {
  container = "outward"
  port      = "http"
  path      = "/outward/"
}

route "post" {
  container = "post"
  port      = "http"
  path      = "/post/"
}

privacy {
  purpose     = { fr = "Essayer les réseaux", en = "Trying the networks" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Rien à emporter.", en = "Nothing to take." }
  erase   = { fr = "Rien à effacer.", en = "Nothing to erase." }
  formats = []
}

test "it answers" {
  request {
    path = "/"
  }
  expect {
    status = 200
  }
}
