chaton 'petitchaton' { # ERROR: This place cannot be read | This place cannot be read
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}
