chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  mode    = "passthrough"
  https   = 0                                 # ERROR: Wrong value for "https"
  trusted = ["::/0", "192.0.2.1", "10.0.0.0/8"] # ERROR: Wrong value for "trusted" | Wrong value for "trusted"
}
