container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  port "http" {
    number = "80"                         # ERROR: Wrong number
  }
  health {
    http {
      port   = 80                         # ERROR: Wrong port
      path   = "health"                   # ERROR: Wrong path
      status = [200]                      # ERROR: Wrong status
    }
  }
}

container "cron" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command = "curl -f http://localhost/" # ERROR: Wrong command
  }
}

container "queue" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {                                # ERROR: Missing http, tcp or command
  }
}

container "search" {                      # ERROR: Missing block
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
}
