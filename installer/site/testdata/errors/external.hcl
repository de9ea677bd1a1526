chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "forge" {
  external {
    url     = "git.petitchaton.example"   # ERROR: Wrong value for "url"
    install = "PACKAGES"                  # ERROR: Wrong value for "install"
  }
  machine = "bob"                         # ERROR: "bob" is declared nowhere
  software {                              # ERROR: "name" is missing
    version = "16.0"
    website = "forgejo.org"               # ERROR: Wrong value for "website"
  }
  privacy {
    purpose     = { en = "Hosting code" } # ERROR: French is missing in "purpose"
    legal_basis = "contract"
    data "accounts" {                     # ERROR: "categories" is missing | "retention" is missing
      subjects = "x"
    }
    third_party "https://fonts.example" { # ERROR: Wrong name "https://fonts.example"
      reason = "x"
    }
  }
  rights {                                # ERROR: "erase" is missing | "formats" is missing
    export = "x"
  }
  guide "fr" {                            # ERROR: "user" is missing
  }
  exception "fonts" {                     # ERROR: "reason" is missing
    precedent = "accepted"                # ERROR: Wrong value for "precedent"
  }
}

service "nothing" {                       # ERROR: The external service "nothing" does not say its software
  external {                              # ERROR: "url" is missing
  }
}
