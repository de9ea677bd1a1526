volume "data" {
  backup      = "yes"             # ERROR: Wrong backup
  description = "x"
}

container "Worker" {              # ERROR: Wrong label
  image         = "docker.io/library/sample" # ERROR: Wrong image
  memory        = "64Mo"          # ERROR: Wrong memory
  command       = "sample --serve" # ERROR: Wrong command
  entrypoint    = []              # ERROR: Wrong entrypoint
  user          = "www-data"      # ERROR: Wrong user
  tmpfs         = ["tmp"]         # ERROR: Wrong tmpfs
  read_only     = "no"            # ERROR: Wrong read_only
  capabilities  = ["net_raw"]     # ERROR: Wrong capabilities
  cpus          = 0               # ERROR: Wrong cpus
  pids          = 1.5             # ERROR: Wrong pids
  after         = ["Worker", "ap"] # ERROR: Wrong after # ERROR: Unknown container
  egress        = 3               # ERROR: Wrong egress
  architectures = ["amd46"]       # ERROR: Unknown architectures
  update        = "roling"        # ERROR: Unknown update
  stop_grace    = "1 minute"      # ERROR: Wrong stop_grace
  env = {
    LIST  = ["x"]                 # ERROR: Wrong env
    HOST  = service.host
    EMPTY = null
  }
  file "settings.json" {          # ERROR: Wrong label
    content = 5                   # ERROR: Wrong content
    mode    = "rw"                # ERROR: Wrong mode
  }
  mount "data" {
    path = "srv"                  # ERROR: Wrong path
  }
  port "http" {
    number = 70000                # ERROR: Wrong number
  }
  port "http" {                   # ERROR: Duplicate block
    number = 80
  }
  health {                        # ERROR: More than one of http, tcp, command
    http {
      port   = "htp"              # ERROR: Unknown port
      status = 20                 # ERROR: Wrong status
    }
    tcp {
      port = "http"
    }
  }
}

container "latest" "extra" {      # ERROR: Label not allowed
  image  = "docker.io/library/sample:latest" # ERROR: Wrong image
  memory = "64MiB"
  health {                        # ERROR: Missing http, tcp or command
    interval = "5s"               # ERROR: Short interval
  }
}

container "app" {                 # ERROR: Duplicate block
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command = ["true"]
  }
}
