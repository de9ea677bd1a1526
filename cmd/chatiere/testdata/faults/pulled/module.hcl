# One container made from an image of a registry, whose version is a setting.
module "pulled" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Tiré", en = "Pulled" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Pulled"
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

variable "tag" {
  type    = string
  default = "1.0.0"
  label   = { fr = "Version", en = "Version" }
}

container "app" {
  image = "registry.example/pulled:${var.tag}"
  env = {
    WORD = var.word
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
