chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

contact {         # ERROR: The block "contact" stands twice
  email = "autre@ailleurs.example"
}

contact "abuse" { # ERROR: The block "contact" takes no label
  email = "abuse@ailleurs.example"
}
