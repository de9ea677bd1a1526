volume "data" {
  backup      = true
  description = "x"
}

backup {
  before {                                                   # ERROR: Missing attribute
    container = "app"
  }
  after {                                                    # ERROR: Missing attribute
    command = ["thaw"]
  }
  exclude = ["data", "cache/x", "../etc/passwd", "data/../x"] # ERROR: Wrong exclude # ERROR: Unknown volume # ERROR: Wrong exclude # ERROR: Wrong exclude
  live    = "no"                                             # ERROR: Wrong live
}
