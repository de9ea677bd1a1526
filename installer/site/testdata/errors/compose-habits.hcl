chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

version = "3"                    # ERROR: Unknown name "version"

services {                       # ERROR: Unknown block "services"
  wiki {
    image = "dokuwiki"
  }
}

service "notes" {                # ERROR: The service "notes" has no module
  image       = "notes:latest"   # ERROR: Unknown name "image"
  ports       = ["80:80"]        # ERROR: Unknown name "ports"
  environment = { TITLE = "x" }  # ERROR: Unknown name "environment"
  volumes     = ["./data:/data"] # ERROR: Unknown name "volumes"
}
