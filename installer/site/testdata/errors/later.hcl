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

site {
  publish = "folder" # ERROR: site.publish = "folder": not yet in this version
  folder  = "/var/www/petitchaton"
}

service "kiwi" {
  module = "associatif/kiwi" # ERROR: There is no source "associatif"
}
