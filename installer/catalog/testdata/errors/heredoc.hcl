container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  file "/etc/app.conf" {
    content = <<EOT
      title = ${var.titel} # ERROR: Unknown name
    EOT
  }
  health {
    command = ["true"]
  }
}
