# ERROR: One block "contact" is needed
chaton "Petit Chaton" { # ERROR: Wrong name "Petit Chaton"
  name     = ""                      # ERROR: Wrong value for "name"
  domain   = "https://petitchaton.example/" # ERROR: Wrong value for "domain"
  language = "de"                    # ERROR: Wrong value for "language"
  domian   = "petitchaton.example"   # ERROR: Unknown name "domian"
}

contract { # ERROR: Unknown block "contract"
  email = "contact@ailleurs.example"
}

peer "voisin" { # ERROR: "peer" is reserved for a later version
  url = "https://voisin.example/"
}
