# Two containers, a volume, and a job of every sort.
module "tasked" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Affairé", en = "Tasked" }
  summary  = { fr = "Répète un mot.", en = "Repeats a word." }
  category = "other"
}

software {
  name    = "Tasked"
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

container "worker" {
  build {
    context = "image"
  }
  mount "data" {
    path = "/data"
  }
  after  = ["app"]
  memory = "32MiB"
  health {
    command = ["/server", "check"]
  }
}

job "migrate" {
  container = "app"
  command   = ["/server", "migrate"]
  when      = "before"
}

job "index" {
  container = "worker"
  command   = ["/server", "index"]
  when      = "before"
}

job "admin" {
  container = "app"
  command   = ["/server", "admin"]
  stdin     = secret.key
  when      = "once"
}

job "cron" {
  container = "app"
  command   = ["/server", "cron"]
  every     = "daily"
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
