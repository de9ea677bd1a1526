chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

person "camille" {
  name    = "Camille Martin"
  publish = "all"       # ERROR: Wrong value for "publish"
  signed  = "22/11/2026" # ERROR: Wrong value for "signed"
  root    = ["bo"]       # ERROR: "bo" is declared nowhere
}

holding "domaine" {
  what    = "Nom de domaine"
  where   = "Coffre"
  holders = ["camile", "camille"] # ERROR: "camile" is declared nowhere
}

supplier "registrar" {
  name    = "Bureau"
  purpose = "Nom de domaine"
  by      = "alex" # ERROR: "alex" is declared nowhere
}

charter {
  accepted = "2026-11-22"
  by       = "bureau" # ERROR: "bureau" is declared nowhere
  sha256   = "abc"    # ERROR: Wrong value for "sha256"
}

pause "ete" {
  from  = "2027-09-01"
  until = "2027-07-05" # ERROR: "until" comes before "from"
}

person { # ERROR: The block "person" takes one label
  name = "Alex"
}
