chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  metrics = 80 # ERROR: Metrics need a port from 1024 on
}
