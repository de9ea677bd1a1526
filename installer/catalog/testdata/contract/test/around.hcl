# What the example of design/modules.md beside this file needs around it.
module "test" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Exemple", en = "Example" }
  summary  = { fr = "Un exemple.", en = "An example." }
  category = "other"
}

software {
  name    = "Etherpad"
  version = "2.5.3"
  website = "https://etherpad.org/"
  source  = "https://github.com/ether/etherpad-lite"
  license = "Apache-2.0"
}

container "app" {
  image  = "docker.io/etherpad/etherpad:2.5.3"
  memory = "64MiB"
  port "http" {
    number = 9001
  }
  port "voice" {
    number = 64738
  }
  health {
    http {
      port = "http"
    }
  }
}

route "web" {
  container = "app"
  port      = "http"
}

publish "voice" {
  container = "app"
  port      = "voice"
}

privacy {
  purpose     = { fr = "Essayer", en = "Trying" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Sur demande.", en = "On request." }
  erase   = { fr = "Sur demande.", en = "On request." }
  formats = []
}
