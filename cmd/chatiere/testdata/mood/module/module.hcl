module "mood" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Humeur", en = "Mood" }
  summary  = { fr = "Tombe malade à la demande.", en = "Falls ill when told to." }
  category = "other"
}

software {
  name    = "Mood"
  version = "1.0.0"
  website = "https://mood.example/"
  source  = "https://mood.example/source"
  license = "AGPL-3.0-or-later"
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

secret "canary" {
  length = 24
}

container "app" {
  build {
    context = "image"
  }
  env = {
    WORD   = var.word
    CANARY = secret.canary
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
    }
    start    = "20s"
    interval = "1s" # a test waits for it
    retries  = 1
  }
}

route "web" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Essayer", en = "Trying" }
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
