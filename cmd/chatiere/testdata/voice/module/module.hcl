# Software that does its own TLS, over TCP, and hears UDP at the same port.
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

variable "port" {
  type  = number
  label = { fr = "Port", en = "Port" }
}

variable "word" {
  type    = string
  default = "bonjour"
  label   = { fr = "Mot", en = "Word" }
}

variable "reloads" {
  type    = bool
  default = true
  label   = { fr = "Relit ses certificats", en = "Reads its certificates again" }
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
    tcp {
      port = "talk"
    }
    start = "20s"
  }
}

publish "voice" {
  container         = "app"
  port              = "talk"
  protocols         = ["tcp", "udp"]
  host_port         = var.port
  certificate       = "/etc/voice/tls"
  certificate_hosts = [service.host, fqdn("salons")]
  reload            = var.reloads ? ["/server", "reload"] : null
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
