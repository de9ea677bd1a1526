# One container with a volume, a secret and a file: it is replaced, never rolled.
module "stored" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Gardé", en = "Stored" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Stored"
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

secret "key" {
  length = 24
}

volume "data" {
  backup      = true
  description = { fr = "Rien d'important", en = "Nothing of importance" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    KEY = secret.key
  }
  file "/etc/app/word" {
    content = "word=${var.word}\n"
  }
  mount "data" {
    path = "/data"
  }
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
