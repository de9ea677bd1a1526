module "echo" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Écho", en = "Echo" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Echo"
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

variable "fail" {
  type    = bool
  default = false
  label   = { fr = "Échouer", en = "Fail" }
}

secret "canary" {
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
    WORD   = var.word
    FAIL   = var.fail
    CANARY = secret.canary
  }
  mount "data" {
    path = "/data"
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
