container "worker" {
  image        = "docker.io/library/sample:1.0"
  memory       = "64MiB"
  user         = 1000              # ERROR: Wrong user
  capabilities = ["CAP-NET-ADMIN"] # ERROR: Wrong capabilities
  read_only    = 1                 # ERROR: Wrong read_only
  health {
    command = ["true"]
  }
}

container "cron" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  user   = "1000"                  # ERROR: Wrong user
  cpus   = "half"                  # ERROR: Wrong cpus
  pids   = -1                      # ERROR: Wrong pids
  health {
    command = ["true"]
  }
}
