chaton "petitchaton" {
  name     = "Le Petit Chaton"
  domain   = "petitchaton.example"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

service "wiki" {
  module = "dokuwiki"
}
