locals {                       # ERROR: Unknown block
  title = "x"
}

output "url" {                 # ERROR: Unknown block
  value = service.url
}

variable "title" {
  type        = string
  label       = "Titre"
  description = "x"            # ERROR: Unknown attribute
  nullable    = false          # ERROR: Unknown attribute
}

container "worker" {
  for_each = toset(["a", "b"]) # ERROR: Unknown attribute
  count    = 2                 # ERROR: Unknown attribute
  image    = "docker.io/library/sample:1.0"
  memory   = local.memory      # ERROR: Unknown name
  env = {
    EACH = each.key            # ERROR: Unknown name
    PATH = path.module         # ERROR: Unknown name
    DATA = data.sample.x       # ERROR: Unknown name
  }
  dynamic "port" {             # ERROR: Unknown block
    for_each = [80]
  }
  health {
    command = ["true"]
  }
}
