volume data {
  backup      = true
  description = "x"
}

volume "Données" { # ERROR: Wrong label
  backup      = true
  description = "x"
}

volume "a" "b" {    # ERROR: Label not allowed
  backup      = true
  description = "x"
}

volume {            # ERROR: Missing label
  backup      = true
  description = "x"
}

privacy "x" {       # ERROR: Duplicate block # ERROR: Label not allowed
  purpose     = "x"
  legal_basis = "contract"
}

secret "9lives" {}  # ERROR: Wrong label

secret "twice" {}

secret "twice" {}   # ERROR: Duplicate block
