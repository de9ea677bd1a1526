chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  metrics = 2525 # ERROR: Port 2525 is already that of the mail relay
}

mail {
  host = "mail.ailleurs.example"
  port = 2525
  from = "noreply@petitchaton.example"
}
