volume "data" { # ERROR: Missing attribute
  backup = true
}
