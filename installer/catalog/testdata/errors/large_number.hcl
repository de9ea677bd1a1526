container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  cpus   = 1e999999999 # ERROR: Number out of range
  health {
    command = ["true"]
  }
}
