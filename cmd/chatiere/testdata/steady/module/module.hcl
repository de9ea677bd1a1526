module "steady" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Constance", en = "Steady" }
  summary  = { fr = "Répond sans cesse.", en = "Answers all the time." }
  category = "other"
}

software {
  name    = "Steady"
  version = "1.0.0"
  website = "https://steady.example/"
  source  = "https://steady.example/source"
  license = "AGPL-3.0-or-later"
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    WORD = var.word
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start = "30s"
  }
}

route "web" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Répondre", en = "Answering" }
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
