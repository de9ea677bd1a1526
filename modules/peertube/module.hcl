module "peertube" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Vidéos", en = "Videos" }
  summary = {
    fr = "Publie des vidéos, sans publicité ni pistage, et peut échanger avec d’autres serveurs."
    en = "Publishes videos, without advertisements and tracking, and may talk to other servers."
  }
  category = "video"
  replaces = ["YouTube", "Dailymotion", "Vimeo"]
}

software {
  name    = "PeerTube"
  version = "v8.3.0"
  website = "https://joinpeertube.org/"
  source  = "https://github.com/Chocobozzz/PeerTube"
  license = "AGPL-3.0-only"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Vidéos — ${chaton.name}" : "Videos — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "federation" {
  type    = bool
  default = false
  label   = { fr = "Échange avec d’autres serveurs", en = "Talks to other servers" }
  help = {
    fr = "Le navigateur de qui regarde une vidéo d’ailleurs la demande alors au serveur où elle est, qui voit son adresse."
    en = "The browser of whoever watches a video from elsewhere then asks the server that has it, which sees its address."
  }
}

variable "quota_gigabytes" {
  type    = number
  default = 20
  label   = { fr = "Place de chaque compte, en gigaoctets", en = "Room for each account, in gigabytes" }
  validation {
    condition = var.quota_gigabytes >= 1
    message   = { fr = "Un gigaoctet au moins.", en = "One gigabyte at least." }
  }
}

variable "history_days" {
  type     = number
  advanced = true
  default  = 90
  label    = { fr = "Jours pendant lesquels l’historique de lecture est gardé", en = "Days that the history of watched videos is kept" }
  validation {
    condition = var.history_days >= 1
    message   = { fr = "Un jour au moins.", en = "One day at least." }
  }
}

secret "root_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte root", en = "First password of the account root" }
}

# Of the account chatiere, with which the service's own commands work: nobody is
# told.
secret "agent_password" {
  length = 48
}

secret "key" {
  length  = 64
  charset = "hex"
}

database "postgresql" {
  version    = "17"
  extensions = ["pg_trgm", "unaccent"]
}

# Waiting tasks are in it.
cache "redis" {
  version = "8"
  options = { keep = "yes" }
}

volume "data" {
  backup      = true
  description = { fr = "Vidéos, images, sous-titres, réglages", en = "Videos, pictures, subtitles, settings" }
}

container "app" {
  image = "docker.io/chocobozzz/peertube:v8.3.0"
  user  = "999:999"

  # The image's own start changes owners and users. What the page of
  # administration changes goes into the volume.
  entrypoint = ["sh", "-c", "mkdir -p /data/config && exec node dist/server"]
  env = {
    NODE_CONFIG_DIR          = "/app/config:/app/support/docker/production/config:/config:/data/config"
    PEERTUBE_LOCAL_CONFIG    = "/data/config"
    PEERTUBE_SECRET          = secret.key
    PEERTUBE_DB_PASSWORD     = database.postgresql.password
    PEERTUBE_REDIS_AUTH      = cache.redis.password
    PEERTUBE_SMTP_PASSWORD   = mail == null ? null : mail.password
    PT_INITIAL_ROOT_PASSWORD = secret.root_password # read when the account is made
    AGENT_PASSWORD           = secret.agent_password
    AGENT_ADDRESS            = "chatiere@${service.host}"
    NODE_EXTRA_CA_CERTS      = chaton.ca_file
  }
  file "/config/production.yaml" {
    content = templatefile("files/production.yaml.tmpl", {
      host       = service.host
      title      = jsonencode(var.title)
      terms      = jsonencode(page.terms.url)
      contact    = jsonencode(chaton.contact.email)
      federation = var.federation
      quota      = var.quota_gigabytes
      history    = var.history_days
      db_host    = database.postgresql.host
      db_name    = database.postgresql.name
      db_user    = database.postgresql.user
      redis_host = cache.redis.host
      mail_host  = mail == null ? "null" : jsonencode(mail.host)
      mail_port  = mail == null ? 465 : mail.port
      mail_user  = mail == null ? "null" : jsonencode(mail.user)
      mail_tls   = mail == null ? true : mail.encryption == "tls"
      mail_plain = mail == null ? false : mail.encryption == "none"
      mail_from  = mail == null ? jsonencode(chaton.contact.email) : jsonencode(mail.from)
    })
  }
  file "/opt/chatiere/account.mjs" {
    content = templatefile("files/account.mjs", {})
  }
  mount "data" {
    path = "/data"
  }
  tmpfs      = ["/tmp:256MiB", "/home/peertube:16MiB"]
  memory     = "2GiB" # two thirds for ffmpeg while it transcodes
  cpus       = 2
  update     = "replace"
  stop_grace = "30s"
  egress     = var.federation ? { fr = "Échange avec d’autres serveurs", en = "Talks to other servers" } : null
  port "http" {
    number = 9000
  }
  health {
    http {
      port   = "http"
      path   = "/api/v1/ping"
      status = 200
    }
    start   = "10m" # the first start makes the tables, a new version changes them
    timeout = "10s"
  }
}

# Not offered: live streams, whose port 1935 would be open even when nobody uses
# it.
route "web" {
  container  = "app"
  port       = "http"
  body_limit = "12GiB"
  timeout    = "10m"
  headers = {
    # Without federation nothing comes from elsewhere.
    "Content-Security-Policy" = var.federation ? "object-src 'none'" : "connect-src 'self' wss://${service.host} blob: data:; media-src 'self' blob:; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-src 'self'"
  }
}

job "agent" {
  container = "app"
  command   = ["node", "/opt/chatiere/account.mjs", "first", "http://${container.app.host}:9000"]
  when      = "once"
}

privacy {
  purpose     = { fr = "Publier et regarder des vidéos", en = "Publishing and watching videos" }
  legal_basis = "contract"
  data "videos" {
    subjects   = { fr = "Personnes qui publient, personnes filmées, personnes qui commentent", en = "People who publish, people who are filmed, people who comment" }
    categories = { fr = "Vidéos, sous-titres, descriptions, commentaires", en = "Videos, subtitles, descriptions, comments" }
    retention  = { fr = "Jusqu’à leur suppression", en = "Until they are deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom, courriel, empreinte du mot de passe, abonnements, listes, préférences", en = "Name, e-mail address, hash of the password, subscriptions, playlists, preferences" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
  data "history" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Vidéos regardées et endroit de l’arrêt, si la personne ne l’a pas coupé", en = "Videos that were watched and where they were stopped, unless the person switched it off" }
    retention  = { fr = "90 jours, sauf autre choix de l’équipe", en = "90 days unless the team chose otherwise" }
  }
}

rights {
  export    = { fr = "Mon compte, Exporter : tout le compte avec ses vidéos, en un fichier que tout PeerTube sait reprendre.", en = "My account, Export: the whole account with its videos, in a file that any PeerTube can take in." }
  erase     = { fr = "Mon compte, Zone de danger, ou sur demande.", en = "My account, Danger zone, or on request." }
  within    = "30 days"
  formats   = ["application/zip", "application/json", "video/mp4"]
  accepts   = ["application/zip", "video/mp4", "video/webm", "video/ogg"]
  elsewhere = ["PeerTube", "MediaGoblin"]
  remains   = { fr = "Ce que d’autres serveurs ont reçu, jusqu’à ce qu’ils suivent la demande de suppression ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "What other servers received, until they follow the request to delete; the backups, until the end of their retention." }
}

notice {
  fr = "Le compte root a pour mot de passe de départ ${secret.root_password} ; d’autres se créent par : chatiere account create ${service.name}. Prévoir de la place : une vidéo est gardée dans plusieurs tailles."
  en = "The account root has the first password ${secret.root_password}; others are made by: chatiere account create ${service.name}. Have room: a video is kept in several sizes."
}
