exception "font" {               # ERROR: Missing attribute
}

exception "map" {
  reason    = "x"
  precedent = "accepted in 2025" # ERROR: Wrong precedent
}

exception "map" {                # ERROR: Duplicate block
  reason = "x"
}

privacy {                        # ERROR: Duplicate block
  purpose     = "x"
  legal_basis = "contract"
}
