chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

person "camille" {
  name   = "Camille Martin"
  signed = "22 novembre 2026" # ERROR: Wrong value for "signed"
  until  = "2027-02-30"       # ERROR: Wrong value for "until"
}

membership {
  accepted = 2027             # ERROR: "accepted" must be a string
  decision = "le collectif"   # ERROR: Wrong value for "decision"
}

year "20266" {                # ERROR: Wrong name "20266"
  accounts = "comptes.pdf"    # ERROR: Wrong value for "accounts"
}

service "notes" {
  module = "notes"
  opened = "demain"           # ERROR: Wrong value for "opened"
  closing {
    announced  = "2027-08-31"
    on         = "2027-03-01" # ERROR: "on" comes before "announced"
    data_until = "2027-01-01" # ERROR: "data_until" comes before "on"
  }
}
