module "voice" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Voix", en = "Voice" }
  summary  = { fr = "Se parler.", en = "Talking." }
  category = "voice"
}

software {
  name    = "Voice"
  version = "1.0"
  website = "https://voice.example.org/"
  source  = "https://voice.example.org/source"
  license = "MIT"
}

variable "port" {
  type    = number
  default = 64738
  label   = { fr = "Port", en = "Port" }
}

container "app" {
  image  = "docker.io/voice/voice:1.0"
  user   = "1000:1000"
  memory = "64MiB"
  port "talk" {
    number = 64738
  }
  port "chat" {
    number = 5222
  }
  health {
    tcp {
      port = "talk"
    }
  }
}

publish "voice" {
  container   = "app"
  port        = "talk"
  protocols   = ["udp", "tcp"]
  host_port   = var.port
  certificate = "/etc/voice/tls"
  reload      = ["voice", "reload"]
}

publish "chat" {
  container         = "app"
  port              = "chat"
  certificate       = "/etc/voice/tls"
  certificate_hosts = [chaton.domain, fqdn("salons")]
}

publish "media" {
  container = "app"
  ports     = "40000-40019"
  protocols = ["udp"]
}

privacy {
  purpose     = { fr = "Se parler", en = "Talking" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Rien.", en = "Nothing." }
  erase   = { fr = "Rien.", en = "Nothing." }
  formats = ["text/plain"]
}

test "it answers" {
  tcp {
    publish = "voice"
  }
}
