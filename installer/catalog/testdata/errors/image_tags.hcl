container "worker" {
  image  = "docker.io/library/sample:latest"         # ERROR: Wrong image
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

container "cron" {
  image  = "registry.example.org:5000/sample/sample" # ERROR: Wrong image
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

container "search" {
  image  = "docker.io/library/sample@sha256:0123"    # ERROR: Wrong image
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

container "queue" {
  image  = ""                                        # ERROR: Wrong image
  memory = "64MiB"
  health {
    command = ["true"]
  }
}
