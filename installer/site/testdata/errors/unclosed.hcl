chaton "petitchaton" { # ERROR: This place cannot be read
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"

contact {
  email = "contact@ailleurs.example"
}
