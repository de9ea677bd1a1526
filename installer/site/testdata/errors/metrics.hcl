chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  http    = 8080
  https   = 8443
  metrics = 8443 # ERROR: The gateway already listens on port 8443
}
