# Two containers, one of which waits for the other's volume, as a database is waited for.
module "pair" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Paire", en = "Pair" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Pair"
  version = "1.0.0"
  website = "https://echo.example/"
  source  = "https://echo.example/source"
  license = "AGPL-3.0-or-later"
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

secret "password" {
  length = 24
}

volume "data" {
  backup      = true
  description = { fr = "Rien d'important", en = "Nothing of importance" }
}

container "store" {
  build {
    context = "image"
  }
  env = {
    PASSWORD = secret.password
  }
  mount "data" {
    path = "/data"
  }
  memory = "32MiB"
  health {
    command = ["/server", "check"]
  }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    WORD     = var.word
    PASSWORD = secret.password
  }
  after  = ["store"]
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    command = ["/server", "check"]
  }
}

route "web" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Répéter un mot", en = "Repeating a word" }
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
