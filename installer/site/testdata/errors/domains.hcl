chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

site {
  host = "petitchaton" # ERROR: Wrong value for "host"
}

service "one" {
  module = "notes"
  host   = "192.0.2.7" # ERROR: Wrong value for "host"
}

service "two" {
  module  = "notes"
  host    = "*.petitchaton.example"             # ERROR: Wrong value for "host"
  aliases = ["bücher.example", "-a.example"] # ERROR: Wrong value for "aliases"
}

service "Three" { # ERROR: Wrong name "Three"
  module = "notes"
}

service "one" { # ERROR: The block "service.one" stands twice
  module = "notes"
}
