# Written from docker-jitsi-meet's files at stable-11146-2 (August 2026), the
# first line of images that run without root. Not tried: no registry was
# reachable.
module "jitsi" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Visioconférence", en = "Video meetings" }
  summary = {
    fr = "Se voir et se parler à plusieurs dans un navigateur."
    en = "See and hear each other in a browser."
  }
  category = "meeting"
  replaces = ["Zoom", "Google Meet", "Microsoft Teams", "Skype"]
  open_to  = ["everyone"]
}

software {
  name    = "Jitsi Meet"
  version = "stable-11146-2" # as the images’ tag says it
  website = "https://jitsi.org/"
  source  = "https://github.com/jitsi/docker-jitsi-meet"
  license = "Apache-2.0"
}

variable "accounts" {
  type    = bool
  default = false
  label   = { fr = "Il faut un compte pour ouvrir un salon", en = "An account is needed to open a room" }
  help = {
    fr = "On y entre ensuite sans compte. L’équipe crée les comptes."
    en = "People then join without one. The team makes the accounts."
  }
}

variable "bridge_memory" {
  type     = string
  advanced = true
  default  = "1024m"
  choices  = ["512m", "1024m", "2048m", "3072m"]
  label    = { fr = "Mémoire du pont vidéo", en = "Memory of the video bridge" }
}

# What the parts say to each other: nobody is told.
secret "jicofo_password" {
  length = 32
}

secret "bridge_password" {
  length = 32
}

volume "prosody" {
  backup      = true
  description = { fr = "Comptes qui ouvrent des salons", en = "Accounts that open rooms" }
}

container "prosody" {
  image = "ghcr.io/jitsi/prosody:stable-11146-2"
  user  = "1000:1000"
  env = {
    TZ                     = "UTC"
    PUBLIC_URL             = service.url
    ENABLE_AUTH            = var.accounts ? "1" : "0"
    ENABLE_GUESTS          = "1"
    AUTH_TYPE              = "internal"
    ENABLE_LOBBY           = "1"
    ENABLE_XMPP_WEBSOCKET  = "1"
    ENABLE_JAAS_COMPONENTS = "0"
    ENABLE_RECORDING       = "0"
    ENABLE_TRANSCRIPTIONS  = "0"
    LOG_LEVEL              = "warn"
    JICOFO_AUTH_PASSWORD   = secret.jicofo_password
    JVB_AUTH_PASSWORD      = secret.bridge_password
  }
  mount "prosody" {
    path = "/var/lib/prosody"
  }
  # s6 needs /run of its own user, and runs programs in it.
  tmpfs  = ["/run:16MiB:exec", "/tmp:16MiB"]
  memory = "256MiB"
  port "http" {
    number = 5280
  }
  port "xmpp" {
    number = 5222
  }
  health {
    command = ["/usr/local/bin/healthcheck.sh"]
    start   = "2m"
  }
}

container "jicofo" {
  image = "ghcr.io/jitsi/jicofo:stable-11146-2"
  user  = "1000:1000"
  env = {
    TZ                          = "UTC"
    XMPP_SERVER                 = container.prosody.host
    ENABLE_AUTH                 = var.accounts ? "1" : "0"
    AUTH_TYPE                   = "internal"
    ENABLE_JAAS_COMPONENTS      = "0"
    ENABLE_RECORDING            = "0"
    ENABLE_TRANSCRIPTIONS       = "0"
    JICOFO_MAX_MEMORY           = "384m"
    JICOFO_AUTH_PASSWORD        = secret.jicofo_password
    JICOFO_ENABLE_HEALTH_CHECKS = "1"
  }
  tmpfs  = ["/run:16MiB:exec", "/tmp:16MiB"]
  memory = "640MiB"
  pids   = 512
  after  = ["prosody"]
  health {
    command = ["/usr/local/bin/healthcheck.sh"]
    start   = "3m"
  }
}

container "bridge" {
  image = "ghcr.io/jitsi/jvb:stable-11146-2"
  user  = "1000:1000"
  env = {
    TZ                     = "UTC"
    PUBLIC_URL             = service.url
    XMPP_SERVER            = container.prosody.host
    JVB_AUTH_PASSWORD      = secret.bridge_password
    JVB_PORT               = "10000"
    VIDEOBRIDGE_MAX_MEMORY = var.bridge_memory

    # Its address is told to it, instead of asking a server of jitsi.net.
    JVB_DISABLE_STUN      = "1"
    JVB_ADVERTISE_IPS     = join(",", [for address in [host.ipv4, host.ipv6] : address if address != null])
    DISABLE_AWS_HARVESTER = "true"
  }
  tmpfs  = ["/run:32MiB:exec", "/tmp:16MiB"]
  memory = var.bridge_memory == "512m" ? "1GiB" : var.bridge_memory == "1024m" ? "1536MiB" : var.bridge_memory == "2048m" ? "2560MiB" : "3584MiB"
  cpus   = 2.0
  pids   = 1024
  after  = ["prosody", "jicofo"]
  port "media" {
    number = 10000
  }
  health {
    command = ["/usr/local/bin/healthcheck.sh"]
    start   = "3m"
  }
}

container "web" {
  image = "ghcr.io/jitsi/web:stable-11146-2"
  user  = "1000:1000"
  env = {
    TZ                    = "UTC"
    PUBLIC_URL            = service.url
    XMPP_BOSH_URL_BASE    = "http://${container.prosody.host}:5280"
    ENABLE_AUTH           = var.accounts ? "1" : "0"
    ENABLE_GUESTS         = "1"
    ENABLE_XMPP_WEBSOCKET = "1"
    DISABLE_HTTPS         = "1" # the gateway speaks HTTPS
    ENABLE_HTTP_REDIRECT  = "0"
    ENABLE_LETSENCRYPT    = "0"
    DEFAULT_LANGUAGE      = chaton.language
    ENABLE_LOBBY          = "1"
    ENABLE_PREJOIN_PAGE   = "1"
    DISABLE_DEEP_LINKING  = "true" # no page that sends telephones to a shop

    # Nobody else is asked: paid parts, statistics, calendars, recordings, and
    # streams between two browsers, which would ask a server of jitsi.net and
    # tell each the other's address.
    ENABLE_JAAS_COMPONENTS = "0"
    ENABLE_P2P             = "false"
    ENABLE_CALENDAR        = "0"
    ENABLE_RECORDING       = "0"
    ENABLE_LIVESTREAMING   = "0"
    ENABLE_TRANSCRIPTIONS  = "0"
  }
  file "/config/custom-config.js" {
    content = templatefile("files/custom-config.js.tmpl", {})
  }
  tmpfs  = ["/run:32MiB:exec", "/tmp:16MiB", "/storage:1MiB"]
  memory = "128MiB"
  after  = ["prosody"]
  update = "replace"
  port "http" {
    number = 8000
  }
  health {
    http {
      port   = "http"
      path   = "/config.js"
      status = 200
    }
  }
}

route "web" {
  container = "web"
  port      = "http"
  timeout   = "2m" # a browser's request waits for the next message
  headers = {
    # Not tried: that every effect works under it.
    "Content-Security-Policy" = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob: wss://${service.host}; frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
  }
}

# Sound and pictures of all rooms.
publish "media" {
  container = "bridge"
  port      = "media"
  protocols = ["udp"]
}

# Not tried: the question that prosodyctl asks twice, answered from standard
# input.
action "create_account" {
  label     = { fr = "Créer un compte qui ouvre des salons", en = "Create an account that opens rooms" }
  container = "prosody"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[a-z0-9][a-z0-9._-]*$", input.name))
      message   = { fr = "Minuscules, chiffres, point, tiret.", en = "Lower case, digits, dot, dash." }
    }
  }
  input "password" {
    generate = 20
  }
  command = ["prosodyctl", "--config", "/run/prosody/config/prosody.cfg.lua", "adduser", "${input.name}@meet.jitsi"]
  stdin   = "${input.password}\n${input.password}\n"
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "prosody"
  command   = ["sh", "-c", "cd /var/lib/prosody/data/meet%2ejitsi/accounts 2>/dev/null && ls | sed 's/[.]dat$//; s/%2e/./g; s/%2d/-/g; s/%5f/_/g' || true"]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "prosody"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20
  }
  command = ["prosodyctl", "--config", "/run/prosody/config/prosody.cfg.lua", "passwd", "${input.name}@meet.jitsi"]
  stdin   = "${input.password}\n${input.password}\n"
}

action "erase_account" {
  label     = { fr = "Effacer un compte", en = "Erase an account" }
  container = "prosody"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["prosodyctl", "--config", "/run/prosody/config/prosody.cfg.lua", "deluser", "${input.name}@meet.jitsi"]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "prosody"
  command   = ["sh", "-c", "ls /var/lib/prosody/data/meet%2ejitsi/accounts 2>/dev/null | wc -l"]
}

privacy {
  purpose     = { fr = "Se réunir à distance", en = "Meeting at a distance" }
  legal_basis = "contract"
  data "meetings" {
    subjects   = { fr = "Personnes réunies", en = "People who meet" }
    categories = { fr = "Voix, image, écran, messages écrits, nom choisi", en = "Voice, picture, screen, written messages, chosen name" }
    retention  = { fr = "Aucune : rien n’est enregistré par le serveur", en = "None: the server records nothing" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte, si l’équipe en crée", en = "Account holders, if the team makes some" }
    categories = { fr = "Nom de compte, empreinte du mot de passe", en = "Account name, hash of the password" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
}

rights {
  export    = { fr = "Rien à exporter : le serveur ne garde ni voix, ni image, ni message.", en = "Nothing to export: the server keeps no voice, picture or message." }
  erase     = { fr = "Le compte, sur demande.", en = "The account, on request." }
  within    = "30 days"
  formats   = ["text/plain"]
  elsewhere = ["Galène", "BigBlueButton", "Mumble"]
  remains   = { fr = "Ce que les personnes réunies ont enregistré chez elles.", en = "What the people who met recorded at home." }
}

notice {
  fr = "Un salon s’ouvre à ${service.url}. Le son et l’image passent par le port UDP 10000 : ouvrez-le chez l’hébergeur de la machine."
  en = "A room is opened at ${service.url}. Sound and pictures use the UDP port 10000: open it with the machine’s provider."
}
