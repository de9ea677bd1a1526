container "worker" {
  build {
    context = "imge"           # ERROR: Folder not found
  }
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

container "cron" {
  build {
    context = "../other/image" # ERROR: Folder outside the module
  }
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

container "both" {             # ERROR: More than one of image, build
  image = "docker.io/library/sample:1.0"
  build {
    context    = "."           # ERROR: Missing Containerfile
    dockerfile = "Dockerfile"  # ERROR: Unknown attribute
  }
  memory = "64MiB"
  health {
    command = ["true"]
  }
}
