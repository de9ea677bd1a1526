chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

tls {
  issuer = "files"
  files "petitchaton.example" {
    certificate = "/etc/ssl/petitchaton.pem"
    key         = "/etc/ssl/petitchaton.key"
  }
  files "*.petitchaton.example" {
    certificate = "/etc/ssl/all.pem"
    key         = "/etc/ssl/all.key"
  }
}

service "notes" {
  module  = "notes"
  aliases = ["a.notes.petitchaton.example"] # ERROR: No certificate is given for "a.notes.petitchaton.example"
}

service "others" {
  module = "notes"
  host   = "others.ailleurs.example" # ERROR: No certificate is given for "others.ailleurs.example"
}
