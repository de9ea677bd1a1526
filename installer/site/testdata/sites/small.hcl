chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "carnet-a" {
  module  = "notes"
  host    = "notes.petitchaton.example"
  aliases = ["carnet.petitchaton.example"]
  opened  = "2026-12-01"
  settings = {
    title = "Nos notes"
    days  = "12"
  }
  limits "app" {
    memory = "256MiB"
    cpus   = 2
  }
}

service "forge" {
  external {
    url = "https://git.petitchaton.example/"
  }
  software {
    name = "Forgejo"
  }
}
