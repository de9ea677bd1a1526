variable "list" {
  type    = list(string)
  default = [for a in range(300) : format("%5000s", "x")]    # ERROR: Result too large
  label   = "x"
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  file "/etc/loops" {
    content = join("", [for a in range(1000) : join("", [for b in range(1000) : join("", [for c in range(1000) : "x"])])]) # ERROR: Too many turns
  }
  file "/etc/file-loops" {
    content = templatefile("loops.tmpl", {})                 # ERROR: Error in function call
  }
  file "/etc/width" {
    content = format("%1000000000s", "x")                    # ERROR: Error in function call
  }
  file "/etc/number" {
    content = "${tonumber("1e90000000")}"                    # ERROR: Error in function call
  }
  file "/etc/spaces" {
    content = indent(1000000000, "a\nb")                     # ERROR: Error in function call
  }
  file "/etc/tries" {
    content = try(try(try(try(try(try(try(try(try("x"))))))))) # ERROR: Nested too deep
  }
  health {
    command = ["true"]
  }
}
