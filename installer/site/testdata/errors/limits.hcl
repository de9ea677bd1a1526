chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "notes" {
  module = "notes"
  limits "app" {
    memory = "256M"                         # ERROR: Wrong value for "memory"
    cpus   = "2"                            # ERROR: Wrong value for "cpus"
  }
  limits "app" {                            # ERROR: The block "limits.app" stands twice
    memory = "512MiB"
  }
  published = "localhost"                   # ERROR: Wrong value for "published"
  hosts     = ["notes.petitchaton.example"] # ERROR: "hosts" must be an object
  settings {                                # ERROR: "settings" is not a block
    title = "x"
  }
}
