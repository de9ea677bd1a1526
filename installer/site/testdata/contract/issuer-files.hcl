chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

tls {
  issuer = "files"
  files "wiki.petitchaton.example" { # paths on the host, copied at apply and by tick; "*.…" names here only
    certificate = "/etc/ssl/wiki.pem"
    key         = "/etc/ssl/wiki.key"
  }
}
