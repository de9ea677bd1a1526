chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

mail {
  host     = "mail.ailleurs.example"
  port     = "465"                                 # ERROR: Wrong value for "port"
  password = "hunter2"                             # ERROR: Unknown name "password"
  from     = "noreply"                             # ERROR: Wrong value for "from"
}

tls {
  issuer = "acme"
  acme {
    directory  = "http://acme.universite.example/directory" # ERROR: Wrong value for "directory"
    eab_key    = "kid-1"
    eab_secret = "hunter2"                         # ERROR: Unknown name "eab_secret"
  }
}
