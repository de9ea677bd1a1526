container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = 64                                                # ERROR: Wrong memory
  tmpfs  = ["/tmp:64M", "/run:16MiB:noexec", "relative", "/a:1GiB:exec"] # ERROR: Wrong tmpfs # ERROR: Wrong tmpfs # ERROR: Wrong tmpfs
  health {
    command = ["true"]
  }
}

container "cron" {
  image  = "docker.io/library/sample:1.0"
  memory = "64 MiB"                                          # ERROR: Wrong memory
  health {
    command = ["true"]
  }
}

container "queue" {
  image  = "docker.io/library/sample:1.0"
  memory = "0.5GiB"                                          # ERROR: Wrong memory
  health {
    command = ["true"]
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "64m"                                         # ERROR: Wrong body_limit
}

cache "valkey" {
  version = "8"
  memory  = "64MB"                                           # ERROR: Wrong memory
}
