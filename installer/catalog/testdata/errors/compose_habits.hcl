container "worker" {
  image       = "docker.io/library/sample:1.0"
  memory      = "64MiB"
  restart     = "unless-stopped" # ERROR: Unknown attribute
  ports       = ["8080:80"]      # ERROR: Unknown attribute
  volumes     = ["./data:/data"] # ERROR: Unknown attribute
  environment = { TITLE = "x" }  # ERROR: Unknown attribute
  depends_on  = ["app"]          # ERROR: Unknown attribute
  networks    = ["default"]      # ERROR: Unknown attribute
  privileged  = true             # ERROR: Unknown attribute
  mem_limit   = "64m"            # ERROR: Unknown attribute
  healthcheck {                  # ERROR: Unknown block
    test = ["CMD", "true"]
  }
  health {
    command = ["true"]
  }
}

services {                       # ERROR: Unknown block
  app {
    image = "sample"
  }
}
