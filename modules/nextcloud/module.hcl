# Written from the image's own files and documentation (July 2026) and from
# Nextcloud's administration manual. Not tried: no registry was reachable.
module "nextcloud" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Fichiers, agendas et contacts", en = "Files, calendars and contacts" }
  summary = {
    fr = "Ranger, partager et synchroniser fichiers, agendas et contacts."
    en = "Keep, share and synchronise files, calendars and contacts."
  }
  category = "file-storage"
  replaces = ["Google Drive", "Dropbox", "OneDrive", "iCloud"]
  open_to  = ["members"]
}

software {
  name    = "Nextcloud"
  version = "34.0.4-apache" # as the image’s tag says it
  website = "https://nextcloud.com/"
  source  = "https://github.com/nextcloud/server"
  license = "AGPL-3.0-or-later"
}

variable "title" {
  type    = string
  default = "Nextcloud — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "quota" {
  type    = string
  format  = "bytes"
  default = "5GiB"
  label   = { fr = "Place de chaque compte", en = "Room of each account" }
}

variable "app_store" {
  type    = bool
  default = true
  label   = { fr = "L’équipe ajoute des applications depuis le catalogue de Nextcloud", en = "The team adds applications from Nextcloud’s catalogue" }
  help = {
    fr = "Agenda, Contacts ou Office ne sont pas dans l’image : sans cela, on ne peut pas les ajouter. Le serveur interroge alors apps.nextcloud.com et github.com, jamais les personnes."
    en = "Calendar, Contacts or Office are not in the image: without it they can’t be added. The server then asks apps.nextcloud.com and github.com, people never do."
  }
}

variable "trash_days" {
  type     = number
  advanced = true
  default  = 30
  label    = { fr = "Jours de garde des fichiers supprimés", en = "Days for which deleted files are kept" }
  validation {
    condition = var.trash_days >= 1 && floor(var.trash_days) == var.trash_days
    message   = { fr = "Un nombre entier de jours, 1 au moins.", en = "A whole number of days, 1 at least." }
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

database "postgresql" {
  version = "17"
  memory  = "256MiB"
}

cache "redis" {
  version = "8"
  memory  = "128MiB"
}

uses "office" {
  category = "office"
  optional = true
  label    = { fr = "Suite bureautique (Collabora)", en = "Office suite (Collabora)" }
}

volume "site" {
  backup      = true
  description = { fr = "Programme, réglages et applications ajoutées", en = "Program, settings and applications that were added" }
}

volume "data" {
  backup      = true
  description = { fr = "Fichiers des personnes", en = "People’s files" }
}

container "app" {
  image = "docker.io/library/nextcloud:34.0.4-apache"
  user  = "33:33"
  env = {
    NEXTCLOUD_DATA_DIR   = "/var/www/data"
    NEXTCLOUD_ADMIN_USER = "admin"

    # Read at the installation only. The image's own start then gives it and the
    # database's password to Nextcloud's installer as arguments, inside this
    # container, for those seconds.
    NEXTCLOUD_ADMIN_PASSWORD = secret.admin_password
    POSTGRES_HOST            = "${database.postgresql.host}:${database.postgresql.port}"
    POSTGRES_DB              = database.postgresql.name
    POSTGRES_USER            = database.postgresql.user
    POSTGRES_PASSWORD        = database.postgresql.password

    # Not REDIS_HOST: with it the image's start writes where it may not.
    CHATIERE_REDIS_HOST     = cache.redis.host
    CHATIERE_REDIS_PORT     = cache.redis.port
    CHATIERE_REDIS_PASSWORD = cache.redis.password

    CHATIERE_HOST       = service.host
    CHATIERE_LANGUAGE   = chaton.language
    CHATIERE_COUNTRY    = chaton.country
    CHATIERE_APP_STORE  = var.app_store ? "1" : "0"
    CHATIERE_TRASH_DAYS = var.trash_days
    CHATIERE_TITLE      = var.title
    CHATIERE_QUOTA      = "${bytes(var.quota)} B"
    CHATIERE_TERMS      = page.terms.url
    CHATIERE_PRIVACY    = page.privacy.url
    CHATIERE_LEGAL      = page.legal.url
    CHATIERE_OFFICE     = uses.office == null ? null : uses.office.url
    CHATIERE_CA         = chaton.ca_file

    CHATIERE_MAIL_HOST     = mail == null ? null : mail.host
    CHATIERE_MAIL_PORT     = mail == null ? null : mail.port
    CHATIERE_MAIL_SECURE   = mail == null ? null : mail.encryption == "tls" ? "ssl" : ""
    CHATIERE_MAIL_USER     = mail == null ? null : mail.user
    CHATIERE_MAIL_PASSWORD = mail == null ? null : mail.password
    CHATIERE_MAIL_FROM     = mail == null ? null : mail.from

    APACHE_BODY_LIMIT = bytes("1GiB")
    PHP_MEMORY_LIMIT  = "512M"
    PHP_UPLOAD_LIMIT  = "1G"
  }
  # Read by Nextcloud after its own file, so that what the team chose here holds;
  # the job "prepare" copies it beside it.
  file "/usr/src/nextcloud/config/zz-chatiere.config.php" {
    content = templatefile("files/config.php.tmpl", {})
  }
  file "/usr/local/etc/php/conf.d/zz-chatiere.ini" {
    content = templatefile("files/php.ini.tmpl", {
      host     = cache.redis.host
      port     = cache.redis.port
      password = cache.redis.password
    })
  }
  file "/opt/chatiere/task" {
    content = templatefile("files/task.tmpl", {})
    mode    = "0550"
  }
  mount "site" {
    path = "/var/www/html"
  }
  mount "data" {
    path = "/var/www/data"
  }
  tmpfs      = ["/tmp:256MiB", "/run/apache2:4MiB", "/run/lock/apache2:1MiB"]
  memory     = "1536MiB"
  cpus       = 2.0
  update     = "replace"
  stop_grace = "30s"
  egress     = var.app_store ? { fr = "Cherche les applications et leurs mises à jour au catalogue de Nextcloud (apps.nextcloud.com, github.com)", en = "Looks for applications and their updates in Nextcloud’s catalogue (apps.nextcloud.com, github.com)" } : null
  port "http" {
    number = 80
  }
  health {
    http {
      port   = "http"
      path   = "/status.php"
      status = 200
    }
    start   = "5m"
    timeout = "15s"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "1GiB"
  timeout    = "10m"
}

# Installs, and moves to a new version: one major at a time, as Nextcloud wants.
job "prepare" {
  container = "app"
  command   = ["/opt/chatiere/task", "prepare"]
  when      = "before"
  timeout   = "45m"
}

job "settle" {
  container = "app"
  command   = ["/opt/chatiere/task", "settle"]
  when      = "once"
  timeout   = "10m"
}

job "cron" {
  container = "app"
  command   = ["php", "-f", "/var/www/html/cron.php"]
  every     = "5m"
  timeout   = "1h"
}

privacy {
  purpose     = { fr = "Ranger et partager fichiers, agendas et contacts", en = "Keeping and sharing files, calendars and contacts" }
  legal_basis = "contract"
  data "files" {
    subjects   = { fr = "Titulaires de compte, personnes citées dans leurs fichiers", en = "Account holders, people who are mentioned in their files" }
    categories = { fr = "Fichiers et leurs versions, agendas, contacts, partages, commentaires", en = "Files and their versions, calendars, contacts, shares, comments" }
    retention  = { fr = "Jusqu’à leur suppression, puis 30 jours de corbeille sauf autre choix de l’équipe", en = "Until they are deleted, then 30 days in the trash unless the team chose otherwise" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, nom affiché, courriel s’il est donné, empreinte du mot de passe, préférences, dernière connexion, appareils connectés", en = "Account name, displayed name, e-mail address if given, hash of the password, preferences, last sign-in, connected devices" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  data "activity" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Journal de ce qui a été fait des fichiers", en = "Record of what was done with files" }
    retention  = { fr = "90 jours", en = "90 days" }
  }
}

rights {
  export    = { fr = "Par la personne : téléchargement de ses dossiers, export iCalendar et vCard ; ou sur demande, une archive de ses fichiers.", en = "By the person: download of their folders, iCalendar and vCard export; or on request, an archive of their files." }
  erase     = { fr = "Sur demande : le compte, ses fichiers, ses agendas et ses contacts.", en = "On request: the account, its files, its calendars and its contacts." }
  within    = "30 days"
  formats   = ["application/octet-stream", "text/calendar", "text/vcard"]
  accepts   = ["application/octet-stream", "text/calendar", "text/vcard"]
  elsewhere = ["Radicale", "Seafile", "ownCloud"]
  remains   = { fr = "Les copies que d’autres ont faites de fichiers partagés ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Copies that others made of shared files; the backups, until the end of their retention." }
}

notice {
  fr = "Nextcloud est à ${service.url} ; le compte admin a pour mot de passe de départ ${secret.admin_password}. Agenda et Contacts s’ajoutent par « chatiere action ${service.name} add_app calendar » (ou contacts)."
  en = "Nextcloud is at ${service.url}; the account admin has the first password ${secret.admin_password}. Calendar and Contacts are added by “chatiere action ${service.name} add_app calendar” (or contacts)."
}
