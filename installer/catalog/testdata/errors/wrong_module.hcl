module "other" {            # ERROR: Wrong label
  language = 2              # ERROR: Wrong language
  version  = "1.0"          # ERROR: Wrong version
  title    = 5              # ERROR: Wrong title
  summary  = { en = "x" }   # ERROR: Wrong summary
  category = "calender"     # ERROR: Unknown category
  kind     = "engin"        # ERROR: Unknown kind
  open_to  = ["member"]     # ERROR: Unknown open_to
  replaces = "Google Docs"  # ERROR: Wrong replaces
  verified = true           # ERROR: Wrong verified
  needs    = "soon"         # ERROR: Wrong needs
}

software {
  name    = ""              # ERROR: Wrong name
  version = 1               # ERROR: Wrong version
  website = "example.org"   # ERROR: Wrong website
  source  = "https://example.org/"
  license = "MIT and GPL"   # ERROR: Wrong license
  package = "Sample Server" # ERROR: Wrong package
}

privacy {
  purpose         = var.x      # ERROR: Not a constant
  legal_basis     = "interest" # ERROR: Unknown legal_basis
  keeps_addresses = true       # ERROR: Wrong keeps_addresses
  third_party "https://example.org" { # ERROR: Wrong label
    reason = "x"
  }
}

rights {
  export  = upper("x")   # ERROR: Not a constant
  erase   = "x"
  within  = "a month"    # ERROR: Wrong within
  formats = ["x", 1]     # ERROR: Wrong formats
}

container "app" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

test "x" {
  exec {
    container = "app"
    command   = ["true"]
  }
}
