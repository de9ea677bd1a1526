container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    "WITH SPACE" = "x"       # ERROR: Wrong env
    "A=B"        = "x"       # ERROR: Wrong env
    ""           = "x"       # ERROR: Wrong env
    "1ST"        = "x"       # ERROR: Wrong env
    LIST         = ["x"]     # ERROR: Wrong env
    OBJECT       = { a = 1 } # ERROR: Wrong env
    NUMBER       = 5
    NOTHING      = null
  }
  health {
    command = ["true"]
  }
}

container "cron" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env    = ["TITLE=x"]       # ERROR: Wrong env
  health {
    command = ["true"]
  }
}
