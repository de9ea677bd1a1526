variable "format" {
  type    = any                  # ERROR: Unknown type
  label   = "x"
  format  = "mail"               # ERROR: Unknown format
}

variable "number" {
  type    = number
  label   = "x"
  default = "many"               # ERROR: Wrong default
}

variable "choice" {
  type    = string
  label   = "x"
  choices = ["red", "blue"]
  default = "rad"                # ERROR: Wrong default
}

container "fixed" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  update = "rolling"             # ERROR: Wrong update
  port "voice" {
    number = 5000
  }
  health {
    command = ["true"]
  }
}

route "web" {
  container = "ap"               # ERROR: Unknown container
  port      = "http"
  path      = "/api"             # ERROR: Wrong path
  timeout   = "forever"          # ERROR: Wrong timeout
}

route "api" {
  container = "app"
  port      = "https"            # ERROR: Unknown port
}

publish "voice" {
  container = "fixed"
  port      = "voice"
  protocols = ["upd"]            # ERROR: Unknown protocols
}

publish "range" {                # ERROR: More than one of port, ports
  container = "app"
  port      = "http"
  ports     = "40000-40020"      # ERROR: Wrong ports
}

publish "none" {                 # ERROR: Missing port or ports
  container = "app"
}

job "both" {                     # ERROR: More than one of when, every
  container = "app"
  command   = []                 # ERROR: Wrong command
  when      = "before"
  every     = "daily"
}

job "neither" {                  # ERROR: Missing when or every
  container = "app"
  command   = ["true"]
}

uses "office" {                  # ERROR: Missing category or module
  label = "x"
}

backup {
  before {
    container = "sql"            # ERROR: Unknown container
    command   = ["dump"]
  }
  exclude = [
    "/srv/cache",                # ERROR: Wrong exclude
    "dat/cache",                 # ERROR: Unknown volume
  ]
}

backup {                         # ERROR: Duplicate block
}

database "postgres" {
  version = 17                   # ERROR: Wrong version
}

guide "fr" {                     # ERROR: File not found
  user = "guide.md"
}

engine {                         # ERROR: Block not allowed
  majors    = ["1"]
  container = "app"
  volume    = "none"
  port      = 1
  url       = "x"
}
