chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

mail {
  host = "localhost" # ERROR: In a container "localhost" is the container itself
  port = 443         # ERROR: The gateway already listens on port 443
  from = "noreply@petitchaton.example"
}
