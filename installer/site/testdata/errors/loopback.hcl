chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.localhost"
}

contact {
  email = "contact@ailleurs.example"
}

tls {
  issuer = "letsencrypt" # ERROR: No public authority certifies "petitchaton.localhost"
}
