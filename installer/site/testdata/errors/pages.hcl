chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

site {                        # ERROR: publish and folder go together
  page "cgu" {                # ERROR: Unknown page "cgu"
    url = "https://petitchaton.example/cgu"
  }
  page "terms" {              # ERROR: A page has either url or file
  }
  page "privacy" {            # ERROR: A page has either url or file
    url  = "/confidentialite" # ERROR: Wrong value for "url"
    file = "confidentialite.md"
  }
  accent   = "orange"         # ERROR: Wrong value for "accent"
  versions = "hidden"         # ERROR: Wrong value for "versions"
  publish  = "folder"
}
