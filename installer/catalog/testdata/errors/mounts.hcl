volume "data" {
  backup      = true
  description = "x"
}

volume "cache" {         # ERROR: Missing attribute
  backup = "no"          # ERROR: Wrong backup
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  mount "data" {
    path = "data"        # ERROR: Wrong path
  }
  mount "data" {         # ERROR: Duplicate block
    path = "/srv"
  }
  mount "dat" {          # ERROR: Unknown volume
    path      = "/srv"
    read_only = "yes"    # ERROR: Wrong read_only
  }
  mount "/var/lib/app" { # ERROR: Unknown volume # ERROR: Wrong label
    path = "/srv"
  }
  file "etc/app.conf" {  # ERROR: Wrong label
    content = "x"
  }
  file "/etc/app/" {     # ERROR: Wrong label
    content = "x"
  }
  file "/etc/app.conf" { # ERROR: Missing attribute
    contents = "x"       # ERROR: Unknown attribute
    mode     = "u=rw"    # ERROR: Wrong mode
  }
  health {
    command = ["true"]
  }
}
