container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health { # ERROR: Unclosed configuration block
    command = ["true"]
