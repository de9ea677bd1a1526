# One container that may be rolled, with or without a way out, whose build is a setting.
module "plain" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Simple", en = "Plain" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Plain"
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

variable "context" {
  type    = string
  default = "image"
  label   = { fr = "Recette", en = "Recipe" }
}

variable "outside" {
  type    = bool
  default = false
  label   = { fr = "Vers l'extérieur", en = "Way out" }
}

container "app" {
  build {
    context = var.context
  }
  env = {
    WORD = var.word
  }
  memory = "32MiB"
  egress = var.outside ? { fr = "Pour l'essai", en = "For the test" } : null
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
