# A service with every sort of job.
module "chores" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Corvées", en = "Chores" }
  summary  = { fr = "Tient un journal de ce qu'on lui fait.", en = "Keeps a diary of what is done to it." }
  category = "other"
}

software {
  name    = "Chores"
  version = "1.0.0"
  website = "https://chores.example/"
  source  = "https://chores.example/source"
  license = "AGPL-3.0-or-later"
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

variable "broken" {
  type    = bool
  default = false
  label   = { fr = "En panne", en = "Broken" }
}

variable "context" {
  type    = string
  default = "image"
  label   = { fr = "Recette", en = "Recipe" }
}

secret "key" {
  length = 24
}

volume "data" {
  backup      = true
  description = { fr = "Le journal", en = "The diary" }
}

container "app" {
  build {
    context = var.context
  }
  command = ["serve"]
  env = {
    WORD   = var.word
    BROKEN = var.broken
    KEY    = secret.key
  }
  mount "data" {
    path = "/data"
  }
  memory = "64MiB"
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

job "migrate" {
  container = "app"
  command   = ["/server", "migrate"]
  when      = "before"
}

job "admin" {
  container = "app"
  command   = ["/server", "admin"]
  stdin     = secret.key
  when      = "once"
}

job "sweep" {
  container = "app"
  command   = ["/server", "sweep"]
  every     = "1s" # a test waits for it
}

job "fail" {
  container = "app"
  command   = ["/server", "fail"]
  every     = "1s"
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
