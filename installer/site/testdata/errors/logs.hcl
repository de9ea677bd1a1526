chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

logs {
  kind "acces" { # ERROR: Unknown kind of log "acces"
    retention = "14 days"
  }
  kind "creation" {
    content   = "anonymous" # ERROR: Wrong value for "content"
    retention = "a year"    # ERROR: Wrong value for "retention"
  }
  kind "application" { # ERROR: "retention" is missing
  }
}

backup { # ERROR: "repository" is missing
  schedule = "25:00" # ERROR: Wrong value for "schedule"
  keep     = { dayly = 7, weekly = "4" } # ERROR: Unknown name "dayly" | Wrong value for "weekly"
}
