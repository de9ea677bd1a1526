chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

engine {
  kind = "swarm" # ERROR: engine.kind = "swarm": not yet in this version
}

gateway {
  mode = "behind" # ERROR: gateway.mode = "behind": not yet in this version
}

tls {
  issuer = "files" # ERROR: tls.issuer = "files": not yet in this version
  files "wiki.petitchaton.example" {
    certificate = "/etc/ssl/wiki.pem"
    key         = "/etc/ssl/wiki.key"
  }
}

site {
  publish = "folder" # ERROR: site.publish = "folder": not yet in this version
  folder  = "/var/www/petitchaton"
}

service "kiwi" {
  module = "associatif/kiwi" # ERROR: source: not yet in this version
}
