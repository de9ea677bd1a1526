chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "alone" { # ERROR: The service "alone" needs another one: Des notes
  module = "board"
}

service "odd" {
  module = "board"
  uses = {
    notes = "alone"   # ERROR: The service "alone" is not what "notes" asks for
    noets = "carnet"  # ERROR: The module "board" asks for no service "noets"
    twin  = "odd"     # ERROR: The service "odd" cannot use itself
  }
}

service "far" {
  module = "board"
  uses   = { notes = "forge" } # ERROR: The service "forge" runs elsewhere
}

service "carnet" {
  module = "notes"
}

service "forge" {
  external {
    url = "https://git.petitchaton.example/"
  }
  software {
    name = "Forgejo"
  }
}
