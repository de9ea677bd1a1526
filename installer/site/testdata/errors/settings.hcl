chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "notes" { # a comment
  module = "notes"
  settings = {
    titel = "Nos notes" # ERROR: The module "notes" has no setting "titel"
    color = "red"       # ERROR: Wrong value for the setting "color"
    days  = 0           # ERROR: Wrong value for the setting "days"
    key   = "hunter2"   # ERROR: "key" is a secret and may not stand in this file
  }
  limits "app" {
    memory = "64MiB" # ERROR: Less memory than the module needs
    cpus   = 0.5     # ERROR: Fewer processors than the module needs
  }
  limits "application" { # ERROR: The service "notes" has no container "application"
    cpus = 2
  }
}

service "again" {
  module = "notes"
  host   = "notes.petitchaton.example" # ERROR: The services "notes" and "again" both want "notes.petitchaton.example/"
  hosts  = { wb = "a.petitchaton.example" } # ERROR: The module "notes" has no route "wb"
}

service "home" {
  module = "notes"
  host   = "petitchaton.example" # ERROR: The service "home" wants "petitchaton.example", where the site is
}

service "wiki" {
  module = "note" # ERROR: Unknown module "note"
}

service "store" {
  module = "store" # ERROR: The module "store" is no service
}
