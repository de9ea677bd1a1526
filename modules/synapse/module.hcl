module "synapse" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Discussion chiffrée (Matrix)", en = "Encrypted chat (Matrix)" }
  summary = {
    fr = "Un serveur Matrix : salons, messages chiffrés, fichiers, avec l’application que chaque personne choisit."
    en = "A Matrix server: rooms, encrypted messages, files, with the application that each person chooses."
  }
  category = "chat"
  replaces = ["Slack", "Discord", "WhatsApp", "Microsoft Teams"]
}

# Offered under the AGPL or a commercial licence: the AGPL is the one taken.
software {
  name    = "Synapse"
  version = "v1.162.0"
  website = "https://element-hq.github.io/synapse/latest/"
  source  = "https://github.com/element-hq/synapse"
  license = "AGPL-3.0-or-later"
}

variable "federation" {
  type    = bool
  default = true
  label   = { fr = "Échange avec les autres serveurs Matrix", en = "Talks to other Matrix servers" }
}

variable "key_servers" {
  type     = list(string)
  advanced = true
  default  = []
  label    = { fr = "Serveurs de confiance pour les clés des autres", en = "Servers trusted for the keys of others" }
  help = {
    fr = "Synapse demande par défaut à matrix.org les clés des serveurs qui ne répondent plus. Vide : il ne les demande qu’aux serveurs eux-mêmes, et de vieux messages de serveurs disparus peuvent manquer."
    en = "By default Synapse asks matrix.org for the keys of servers that no longer answer. Empty: it asks only the servers themselves, and old messages of servers that are gone may be missing."
  }
}

variable "upload_megabytes" {
  type     = number
  advanced = true
  default  = 50
  label    = { fr = "Taille d’un fichier, en mégaoctets", en = "Size of a file, in megabytes" }
  validation {
    condition = var.upload_megabytes >= 1 && var.upload_megabytes <= 500
    message   = { fr = "Entre 1 et 500 mégaoctets.", en = "Between 1 and 500 megabytes." }
  }
}

variable "media_days" {
  type     = number
  advanced = true
  default  = 90
  label    = { fr = "Jours pendant lesquels les fichiers des autres serveurs sont gardés", en = "Days that files of other servers are kept" }
  validation {
    condition = var.media_days >= 1
    message   = { fr = "Un jour au moins.", en = "One day at least." }
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

# Of the account chatiere, with which the service's own commands work: nobody is
# told.
secret "agent_password" {
  length = 48
}

secret "registration_secret" {
  length = 64
}

secret "macaroon_key" {
  length = 64
}

secret "form_key" {
  length = 64
}

# Synapse refuses any other collation.
database "postgresql" {
  version = "17"
  memory  = "512MiB"
  options = { collation = "C" }
}

volume "data" {
  backup      = true
  description = { fr = "Clé du serveur, fichiers échangés", en = "Key of the server, files that were exchanged" }
}

container "app" {
  image = "docker.io/matrixdotorg/synapse:v1.162.0"

  # The image's own start wants to give /data to another user and to become that
  # one. Here Synapse is started at once, as root without any capability: the
  # image has no folder that belongs to somebody else.
  user       = "0:0"
  entrypoint = ["python3", "-m", "synapse.app.homeserver"]
  command    = ["--config-path", "/etc/synapse/homeserver.yaml"]
  env = {
    SERVER_NAME         = service.host
    ADMIN_PASSWORD      = secret.admin_password
    AGENT_PASSWORD      = secret.agent_password
    REGISTRATION_SECRET = secret.registration_secret
    SSL_CERT_FILE       = chaton.ca_file
    PYTHONUNBUFFERED    = 1
  }
  file "/etc/synapse/homeserver.yaml" {
    content = templatefile("files/homeserver.yaml.tmpl", {
      host                = service.host
      url                 = service.url
      contact             = jsonencode("mailto:${chaton.contact.email}")
      federation          = var.federation
      key_servers         = jsonencode([for name in var.key_servers : { server_name = name }])
      upload              = var.upload_megabytes
      media_days          = var.media_days
      db_host             = database.postgresql.host
      db_name             = database.postgresql.name
      db_user             = database.postgresql.user
      db_password         = database.postgresql.password
      registration_secret = secret.registration_secret
      macaroon_key        = secret.macaroon_key
      form_key            = secret.form_key
      mail_host           = mail == null ? "" : mail.host
      mail_port           = mail == null ? 0 : mail.port
      mail_user           = mail == null ? "null" : jsonencode(mail.user)
      mail_password       = mail == null ? "null" : jsonencode(mail.password)
      mail_from           = mail == null ? "null" : jsonencode("${replace(chaton.name, "%", "%%")} <${mail.from}>")
      mail_encryption     = mail == null ? "none" : mail.encryption
    })
  }
  file "/etc/synapse/log.yaml" {
    content = templatefile("files/log.yaml", {})
  }
  file "/opt/chatiere/account.py" {
    content = templatefile("files/account.py", {})
  }
  mount "data" {
    path = "/data"
  }
  tmpfs      = ["/tmp:512MiB"]
  memory     = "1536MiB"
  cpus       = 2
  update     = "replace" # two of them would write the same rooms
  stop_grace = "30s"
  egress     = { fr = var.federation ? "Échange avec d’autres serveurs Matrix, et réveille les téléphones" : "Réveille les téléphones par le service que leur application a choisi", en = var.federation ? "Talks to other Matrix servers, and wakes up phones" : "Wakes up phones by the service that their application chose" }
  port "http" {
    number = 8008
  }
  health {
    http {
      port   = "http"
      path   = "/health"
      status = 200
    }
    start   = "5m" # the first start makes the tables
    timeout = "10s"
  }
}

# The administration interface, /_synapse/admin/, has no route: only the commands
# in the container reach it.
route "matrix" {
  container  = "app"
  port       = "http"
  path       = "/_matrix/"
  body_limit = "512MiB"
  timeout    = "2m" # an application's request waits for the next message
}

route "client" {
  container = "app"
  port      = "http"
  path      = "/_synapse/client/"
}

# Tells the others that this server answers on port 443, not 8448.
route "discovery" {
  container = "app"
  port      = "http"
  path      = "/.well-known/matrix/"
}

job "keys" {
  container = "app"
  command   = ["python3", "-m", "synapse.app.homeserver", "--config-path", "/etc/synapse/homeserver.yaml", "--generate-keys"]
  when      = "before"
}

job "accounts" {
  container = "app"
  command   = ["python3", "/opt/chatiere/account.py", "first", "http://${container.app.host}:8008"]
  when      = "once"
}

privacy {
  purpose     = { fr = "S’écrire à deux ou à plusieurs", en = "Writing to each other, in pairs or in groups" }
  legal_basis = "contract"
  data "messages" {
    subjects   = { fr = "Titulaires de compte et leurs correspondants", en = "Account holders and their correspondents" }
    categories = { fr = "Messages et fichiers, illisibles par le serveur dans un salon chiffré ; membres des salons, dates, réactions, lisibles", en = "Messages and files, which the server can’t read in an encrypted room; members of rooms, dates, reactions, which it can" }
    retention  = { fr = "Jusqu’à leur suppression par la personne ; un message supprimé disparaît après 7 jours ; fichiers des autres serveurs : 90 jours sans lecture, sauf autre choix de l’équipe", en = "Until the person deletes them; a deleted message is gone after 7 days; files of other servers: 90 days without being read unless the team chose otherwise" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Adresse Matrix, empreinte bcrypt du mot de passe, courriel s’il est donné, appareils et clés publiques, salons", en = "Matrix address, bcrypt hash of the password, e-mail address if given, devices and public keys, rooms" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  keeps_addresses = {
    fr = "Adresse et navigateur de la dernière venue de chaque appareil, 14 jours"
    en = "Address and browser of the last visit of each device, 14 days"
  }
  third_party "matrix.org" {
    reason = {
      fr = "Réveil des téléphones dont l’application passe par ce service (Element) : le numéro d’un message, pas son texte"
      en = "Waking up phones whose application uses this service (Element): the number of a message, not its text"
    }
  }
}

rights {
  export    = { fr = "Depuis l’application, salon par salon ; sur demande, tout ce que le serveur sait lire d’une personne.", en = "From the application, room by room; on request, everything that the server can read of a person." }
  erase     = { fr = "Depuis l’application (désactiver le compte) ou sur demande.", en = "From the application (deactivate the account) or on request." }
  within    = "30 days"
  formats   = ["application/json", "text/html", "text/plain"]
  elsewhere = ["Element", "Fractal", "Nheko"]
  remains   = { fr = "Les messages reçus par d’autres, sur leurs appareils et leurs serveurs, sous l’adresse de la personne ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Messages that others received, on their devices and servers, under the person’s address; the backups, until the end of their retention." }
}

notice {
  fr = "Dans une application Matrix, choisir le serveur ${service.host} ; le compte admin y a pour mot de passe de départ ${secret.admin_password} ; d’autres se créent par : chatiere account create ${service.name}"
  en = "In a Matrix application, choose the server ${service.host}; its account admin has the first password ${secret.admin_password}; others are made by: chatiere account create ${service.name}"
}
