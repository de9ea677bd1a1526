container "voice" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  update = "rolling"                               # ERROR: Wrong update
  port "voice" {
    number = 64738
  }
  health {
    tcp {
      port = "voice"
    }
  }
}

publish "voice" {
  container = "voice"
  port      = 64738                                # ERROR: Wrong port
}

publish "media" {
  container = "voice"
  ports     = "40000-40030"                        # ERROR: Wrong ports
}

publish "range" {
  container = "voice"
  ports     = "40000-40010"
  host_port = 40000                                # ERROR: Wrong host_port
}

publish "secure" {
  container         = "voice"
  port              = "voice"
  protocols         = ["tcp", "sctp"]              # ERROR: Unknown protocols
  host_port         = 0                            # ERROR: Wrong host_port
  certificate       = "tls"                        # ERROR: Wrong certificate
  certificate_hosts = ["https://voix.example.org"] # ERROR: Wrong certificate_hosts
  reload            = "reload"                     # ERROR: Wrong reload
}
