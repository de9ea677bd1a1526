# One container that holds a port of the host and shows certificates.
module "voice" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Voix", en = "Voice" }
  summary  = { fr = "Parle chiffré sans la passerelle.", en = "Speaks TLS without the gateway." }
  category = "voice"
}

software {
  name    = "Voice"
  version = "1.0.0"
  website = "https://voice.example/"
  source  = "https://voice.example/source"
  license = "AGPL-3.0-or-later"
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    WORD = var.word
  }
  memory = "32MiB"
  port "talk" {
    number = 6000
  }
  health {
    command = ["/server", "check"]
  }
}

publish "voice" {
  container         = "app"
  port              = "talk"
  protocols         = ["tcp", "udp"]
  host_port         = 6738
  certificate       = "/etc/voice/tls"
  certificate_hosts = [service.host, fqdn("salons")]
  reload            = ["/server", "reload"]
}

privacy {
  purpose     = { fr = "Essayer", en = "Trying" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Rien à emporter.", en = "Nothing to take." }
  erase   = { fr = "Rien à effacer.", en = "Nothing to erase." }
  formats = []
}

test "it answers" {
  tcp {
    publish = "voice"
  }
}
