container "app" {
  build {
    context = "image"
  }
  memory = "128MiB"
  health {
    command = ["/usr/bin/app", "ping"]
  }
}
