container "app" {
  image  = "docker.io/etherpad/etherpad:2.5.3"
  memory = "64MiB"
  egress = var.federation ? { fr = "Échange avec d'autres serveurs", en = "Talks to other servers" } : null
  health {
    command = ["true"]
  }
}
