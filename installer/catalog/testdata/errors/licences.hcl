software {                               # ERROR: Duplicate block
  name    = "Sample"
  version = "1.0"
  website = "https://example.org"
  source  = "git@example.org:sample.git" # ERROR: Wrong source
  license = "GPL v3"                     # ERROR: Wrong license
}
