privacy {                             # ERROR: Duplicate block
  purpose     = "Écrire"
  legal_basis = "legitimate interest" # ERROR: Unknown legal_basis
  data "Accounts" {                   # ERROR: Missing attribute # ERROR: Missing attribute # ERROR: Wrong label
    subjects = "x"
  }
  third_party "fonts" {               # ERROR: Wrong label
    reason = "x"
  }
  recipients = "nobody"               # ERROR: Wrong recipients
}

rights {                              # ERROR: Duplicate block # ERROR: Missing attribute
  export    = "x"
  within    = "30 jours"              # ERROR: Wrong within
  formats   = "text/plain"            # ERROR: Wrong formats
  accepts   = [""]                    # ERROR: Wrong accepts
  elsewhere = ["x", 3]                # ERROR: Wrong elsewhere
}
