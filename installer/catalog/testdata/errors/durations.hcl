container "worker" {
  image      = "docker.io/library/sample:1.0"
  memory     = "64MiB"
  stop_grace = 30         # ERROR: Wrong stop_grace
  health {
    command  = ["true"]
    start    = "1 minute" # ERROR: Wrong start
    interval = "500ms"    # ERROR: Wrong interval
    timeout  = "5"        # ERROR: Wrong timeout
    retries  = 0          # ERROR: Wrong retries
  }
}

container "cron" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command  = ["true"]
    interval = "9s"       # ERROR: Short interval
  }
}

job "clean" {
  container = "app"
  command   = ["clean"]
  every     = "1d"        # ERROR: Wrong every
  timeout   = "1h30"      # ERROR: Wrong timeout
}

job "hourly" {
  container = "app"
  command   = ["clean"]
  every     = "hourly"    # ERROR: Wrong every
}

job "crontab" {
  container = "app"
  command   = ["clean"]
  every     = "0 3 * * *" # ERROR: Wrong every
}
