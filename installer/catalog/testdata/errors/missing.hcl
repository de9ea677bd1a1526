module "sample" { # ERROR: Missing attribute # ERROR: Missing block # ERROR: Missing block # ERROR: Missing block
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  category = "wiki"
}

software { # ERROR: Missing attribute
  name    = "Sample"
  version = "1.0"
  website = "https://example.org/"
  source  = "https://example.org/source"
}

variable "title" { # ERROR: Missing attribute # ERROR: Missing attribute
  default = "x"
}

secret "password" { # ERROR: Missing attribute
  reveal = true
}

container "app" { # ERROR: Missing attribute # ERROR: Missing block # ERROR: Missing image or build
}
