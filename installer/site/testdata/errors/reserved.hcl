chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

peer "voisin" {      # ERROR: "peer" is reserved for a later version
}

portal {             # ERROR: "portal" is reserved for a later version
}

offer "wiki" {       # ERROR: "offer" is reserved for a later version
}

campaign "dons" {    # ERROR: "campaign" is reserved for a later version
}

skill "traduction" { # ERROR: "skill" is reserved for a later version
}

friend "camille" {   # ERROR: "friend" is reserved for a later version
}

dns {                # ERROR: "dns" is reserved for a later version
}

home {               # ERROR: "home" is reserved for a later version
}

mesh {               # ERROR: "mesh" is reserved for a later version
}

identity {           # ERROR: "identity" is reserved for a later version
}
