variable "name" {
  type  = string
  label = "x"
}

database "store" {
  version = [var.name]                       # ERROR: Wrong type
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    PORT = database.store.port.number        # ERROR: Unsupported attribute
    URL  = "${database.store}"
    PATH = var.name.path                     # ERROR: Unsupported attribute
  }
  health {
    command = ["true"]
  }
}

action "count_accounts" {
  label     = "x"
  container = "app"
  command   = ["count", { name = var.name }] # ERROR: Wrong type
}

notice {
  fr = [var.name]                            # ERROR: Wrong type
}

test "answers" {
  exec {
    container = "app"
    command   = ["true"]
    stdin     = { name = var.name }          # ERROR: Wrong type
  }
}
