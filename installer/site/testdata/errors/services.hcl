chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "both" { # ERROR: The service "both" has both a module and an external block
  module = "notes"
  external {
    url = "git.petitchaton.example" # ERROR: Wrong value for "url"
  }
  software {
    name = "Forgejo"
  }
}

service "none" { # ERROR: The service "none" has no module
}

service "module" {
  module  = "notes"
  machine = "bob" # ERROR: A service with a module runs on this machine | "bob" is declared nowhere
  load    = "open" # ERROR: Wrong value for "load"
  open_to = ["everybody"] # ERROR: Wrong value for "open_to"
  privacy { # ERROR: "service.module.privacy" is for external services only
    purpose     = "Écrire"
    legal_basis = "love" # ERROR: Wrong value for "legal_basis"
  }
  settings = ["title"] # ERROR: "settings" must be an object
  uses     = { office = "bureau" } # ERROR: "bureau" is declared nowhere
}
