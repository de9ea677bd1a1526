chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

source "Associatif" {   # ERROR: Wrong name "Associatif"
  git      = "https://forge.example/modules.git"
  revision = "main"     # ERROR: Wrong value for "revision"
}

source "autre" {        # ERROR: "git" is missing
  revision = "9f3c1b2a" # ERROR: Wrong value for "revision"
}
