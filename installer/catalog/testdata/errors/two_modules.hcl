module "sample" {
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  summary  = "Un exemple."
  category = "other"
}

module "second" { # ERROR: Duplicate block
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  summary  = "Un exemple."
  category = "other"
}

software {
  name    = "Sample"
  version = "1.0"
  website = "https://example.org/"
  source  = "https://example.org/source"
  license = "MIT"
}

container "app" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

privacy {
  purpose     = "Essayer"
  legal_basis = "contract"
}

rights {
  export  = "Sur demande."
  erase   = "Sur demande."
  formats = []
}

test "answers" {
  exec {
    container = "app"
    command   = ["true"]
  }
}
