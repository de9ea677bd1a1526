contaner "x" { # ERROR: Unknown block
}

identity { # ERROR: Reserved block
}

title = "x" # ERROR: Unknown attribute

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  memroy = "64MiB"           # ERROR: Unknown attribute
  health = { tcp = "http" }  # ERROR: Not an attribute
  env {                      # ERROR: Not a block
  }
  mount "files" {            # ERROR: Unknown volume
    path = "/srv"
  }
  health {
    command = ["true"]
    strat   = "60s"          # ERROR: Unknown attribute
    htpp {                   # ERROR: Unknown block
    }
  }
}

test "misspelt" {
  request {
    path   = "/"
    mehtod = "GET"           # ERROR: Unknown attribute
  }
  expect {
    status    = 200
    contians  = "x"          # ERROR: Unknown attribute
  }
  capture "token" {          # ERROR: More than one of json, regex, header
    json   = "a"
    header = "b"
    jsn    = "c"             # ERROR: Unknown attribute
  }
}
