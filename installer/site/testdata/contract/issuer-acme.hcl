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
    ca        = "ca.pem" # beside this file
    eab_key   = "kid-1"  # its secret: chatiere secret set tls eab
  }
}
