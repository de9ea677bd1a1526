container "worker" {
  image   = "docker.io/library/sample:1.0"
  memory  = "64MiB"
  command = ["a" "b"] # ERROR: Missing item separator
  health {
    command = ["true"]
  }
}
