volume “data” { # ERROR: Argument or block definition required # ERROR: Invalid character # ERROR: Invalid character
  backup      = true
  description = "x"
}
