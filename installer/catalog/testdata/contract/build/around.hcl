# What the example of design/modules.md beside this file needs around it.
module "build" {
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

privacy {
  purpose     = { fr = "Essayer", en = "Trying" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Sur demande.", en = "On request." }
  erase   = { fr = "Sur demande.", en = "On request." }
  formats = []
}

test "answers" {
  exec {
    container = "app"
    command   = ["true"]
  }
}
