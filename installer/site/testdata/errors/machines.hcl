chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

hosting {
  provider_type = "OUTSOURCED"
  server_type   = "PHYSICAL" # ERROR: OUTSOURCED and PHYSICAL do not go together
  place         = "12 rue des Lilas, Compiègne"
}

machine "cave" {
  provider_type = "HOME"
  server_type   = "NANO"
  place         = "12 rue des Lilas, Compiègne" # ERROR: A street stands in the place of a machine at home
}

machine "grenier" {
  provider_type = "HOSTEDSERVER"
  server_type   = "NANO" # ERROR: HOSTEDSERVER and NANO do not go together
  addresses     = ["maison"] # ERROR: Wrong value for "addresses"
}
