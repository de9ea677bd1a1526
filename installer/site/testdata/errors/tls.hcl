chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

tls { # ERROR: The issuer "acme" needs a block "acme" | The block "files" is for the issuer "files" only
  issuer = "acme"
  files "wiki.petitchaton.example" {
    certificate = "wiki.pem" # ERROR: Wrong value for "certificate"
    key         = "/etc/ssl/wiki.key"
  }
}
