chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  mode = "none"
}

site {
  publish = "gateway" # ERROR: The public pages need a gateway
}

service "notes" { # ERROR: The service "notes" needs a gateway
  module = "notes"
}

service "forge" {
  external {
    url = "https://git.petitchaton.example/"
  }
  software {
    name    = "Forgejo"
    license = "GPL-3.0-or-later"
  }
}
