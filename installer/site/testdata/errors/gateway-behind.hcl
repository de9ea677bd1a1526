chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  mode   = "behind"
  listen = ["192.0.2.10"] # ERROR: Nobody in front of the gateway is trusted
  http   = 0              # ERROR: In mode "behind" the gateway speaks HTTP and needs a port
  https  = 8443           # ERROR: In mode "behind" the port of visitors is the front's
}
