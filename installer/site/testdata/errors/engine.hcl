chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

engine {
  kind = "podman"     # ERROR: Wrong value for "kind"
  pool = "8.8.0.0/16" # ERROR: Wrong value for "pool"
}

engine {              # ERROR: The block "engine" stands twice
  kind = "docker"
}
