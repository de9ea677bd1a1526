variable "list" {
  type  = list(string)
  label = "x"
}

variable "flag" {
  type  = bool
  label = "x"
  validation {
    condition = var.flag + 1 # ERROR: Invalid operand
    message   = "x"
  }
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = var.list          # ERROR: Wrong type
  cpus   = var.flag          # ERROR: Wrong type
  tmpfs  = "/${var.flag}"    # ERROR: Wrong type
  env = {                    # ERROR: Wrong type
    LIST = var.list
  }
  health {
    command = ["true"]
  }
}

job "often" {
  container = "app"
  command   = "${var.flag}"  # ERROR: Wrong type
  every     = var.list       # ERROR: Wrong type
}
