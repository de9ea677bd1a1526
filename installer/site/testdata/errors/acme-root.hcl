chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

tls {
  issuer = "acme"
  acme {
    directory = "https://acme.universite.example/directory"
    ca        = "ca.pem" # ERROR: The file "ca.pem" cannot be read
    eab_key   = "kid-1"
  }
}
