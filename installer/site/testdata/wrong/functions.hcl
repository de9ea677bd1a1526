variable "name" {
  type  = string
  label = "x"
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    FEW     = replace(var.name, "x")                         # ERROR: Not enough function arguments
    MANY    = upper(var.name, var.name)                      # ERROR: Too many function arguments
    PATTERN = regex("(", "x")                                # ERROR: Invalid function argument
    SIZE    = bytes("2 GB")                                  # ERROR: Error in function call
    HOST    = fqdn("*")                                      # ERROR: Error in function call
    ONE     = one([var.name, var.name])                      # ERROR: Invalid function argument
    NUMBER  = max(var.name, "x")                             # ERROR: Invalid function argument
    FIELD   = jsondecode("{}").missing                       # ERROR: Unsupported attribute
  }
  file "/etc/page" {
    content = templatefile("page.tmpl", { names = [var.name] }) # ERROR: Error in function call
  }
  file "/etc/unreadable" {
    content = templatefile("unreadable.tmpl", {})            # ERROR: Error in function call
  }
  health {
    command = ["true"]
  }
}
