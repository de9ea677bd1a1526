chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email     = "Contact <contact@ailleurs.example>" # ERROR: Wrong value for "email"
  security  = "securite chez petitchaton.example"  # ERROR: Wrong value for "security"
  abuse     = ["abuse@ailleurs.example"]           # ERROR: "abuse" must be a string
  languages = "fr"                                 # ERROR: "languages" must be a list of strings
}

alert {
  email = "astreinte@ailleurs.example"             # ERROR: "email" must be a list of strings
  ntfy  = "ntfy.ailleurs.example/petitchaton"      # ERROR: Wrong value for "ntfy"
}
