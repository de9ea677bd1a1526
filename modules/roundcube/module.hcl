module "roundcube" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Courriel dans le navigateur", en = "Mail in the browser" }
  summary = {
    fr = "Lit et écrit le courriel d’un serveur de courriel, depuis un navigateur."
    en = "Reads and writes the mail of a mail server, from a browser."
  }
  category = "mail"
  replaces = ["Gmail", "Outlook.com"]
}

software {
  name    = "Roundcube"
  version = "1.7.4-apache-nonroot"
  website = "https://roundcube.net/"
  source  = "https://github.com/roundcube/roundcubemail"
  license = "GPL-3.0-or-later"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Courriel — ${chaton.name}" : "Mail — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "server" {
  type   = string
  format = "hostname"
  label  = { fr = "Serveur de courriel", en = "Mail server" }
  help = {
    fr = "Celui où les personnes ont leur boîte : son nom figure dans son certificat. Roundcube n’en fournit pas."
    en = "The one where people have their mailbox: its name is in its certificate. Roundcube brings none."
  }
}

variable "imap_port" {
  type     = number
  advanced = true
  default  = 993
  label    = { fr = "Port de lecture (IMAP) : 993 chiffré d’emblée, 143 par STARTTLS", en = "Reading port (IMAP): 993 encrypted at once, 143 by STARTTLS" }
  validation {
    condition = contains([143, 993], var.imap_port)
    message   = { fr = "143 ou 993 : rien ne passe en clair.", en = "143 or 993: nothing goes in clear." }
  }
}

variable "smtp_port" {
  type     = number
  advanced = true
  default  = 465
  label    = { fr = "Port d’envoi (SMTP) : 465 chiffré d’emblée, 587 par STARTTLS", en = "Sending port (SMTP): 465 encrypted at once, 587 by STARTTLS" }
  validation {
    condition = contains([465, 587], var.smtp_port)
    message   = { fr = "465 ou 587 : rien ne passe en clair.", en = "465 or 587: nothing goes in clear." }
  }
}

variable "domain" {
  type     = string
  advanced = true
  default  = ""
  label    = { fr = "Domaine ajouté au nom de qui se connecte sans @", en = "Domain added to the name of whoever signs in without @" }
}

variable "upload_megabytes" {
  type     = number
  advanced = true
  default  = 25
  label    = { fr = "Taille d’une pièce jointe, en mégaoctets", en = "Size of an attachment, in megabytes" }
  validation {
    condition = var.upload_megabytes >= 1 && var.upload_megabytes <= 50
    message   = { fr = "Entre 1 et 50 mégaoctets.", en = "Between 1 and 50 megabytes." }
  }
}

# Encrypts the mailbox password of an open session, in the database. Roundcube
# wants 24 characters.
secret "session_key" {
  length = 24
}

database "postgresql" {
  version = "17"
}

container "app" {
  image = "docker.io/roundcube/roundcubemail:1.7.4-apache-nonroot"
  user  = "33:33"
  env = {
    ROUNDCUBEMAIL_DEFAULT_HOST    = var.imap_port == 993 ? "ssl://${var.server}" : "tls://${var.server}"
    ROUNDCUBEMAIL_DEFAULT_PORT    = var.imap_port
    ROUNDCUBEMAIL_SMTP_SERVER     = var.smtp_port == 465 ? "ssl://${var.server}" : "tls://${var.server}"
    ROUNDCUBEMAIL_SMTP_PORT       = var.smtp_port
    ROUNDCUBEMAIL_USERNAME_DOMAIN = var.domain
    ROUNDCUBEMAIL_PLUGINS         = "archive,zipdownload,markasjunk"
    ROUNDCUBEMAIL_SKIN            = "elastic"
    ROUNDCUBEMAIL_DES_KEY         = secret.session_key
    ROUNDCUBEMAIL_DB_TYPE         = "pgsql"
    ROUNDCUBEMAIL_DB_HOST         = database.postgresql.host
    ROUNDCUBEMAIL_DB_PORT         = database.postgresql.port
    ROUNDCUBEMAIL_DB_NAME         = database.postgresql.name
    ROUNDCUBEMAIL_DB_USER         = database.postgresql.user
    ROUNDCUBEMAIL_DB_PASSWORD     = database.postgresql.password
  }
  file "/var/roundcube/config/chatiere.php" {
    content = templatefile("files/chatiere.php", {
      title = replace(replace(var.title, "\\", "\\\\"), "'", "\\'")
      help  = replace(page.help.url, "'", "\\'")
      size  = var.upload_megabytes
    })
  }
  file "/usr/local/etc/php/conf.d/zzz-chatiere.ini" {
    content = "upload_max_filesize=${var.upload_megabytes}M\npost_max_size=${var.upload_megabytes + 5}M\n"
    mode    = "0444"
  }

  # The start copies the program into the empty /var/www/html and runs its
  # scripts from there; were it kept, the next start would ask the registry of
  # PHP packages.
  tmpfs  = ["/tmp:128MiB", "/run/apache2:1MiB", "/run/lock/apache2:1MiB", "/var/www/html:192MiB:exec"]
  memory = "640MiB"
  egress = { fr = "Lit et envoie le courriel auprès du serveur de courriel", en = "Reads and sends mail at the mail server" }
  port "http" {
    number = 8000
  }
  health {
    http {
      port   = "http"
      path   = "/?_task=login"
      status = 200
    }
    start   = "3m"
    timeout = "10s"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "64MiB"
}

privacy {
  purpose     = { fr = "Lire et écrire son courriel dans un navigateur", en = "Reading and writing one’s mail in a browser" }
  legal_basis = "contract"
  data "settings" {
    subjects   = { fr = "Personnes qui se connectent, leurs correspondants", en = "People who sign in, their correspondents" }
    categories = { fr = "Adresse, identités, signatures, carnet d’adresses, préférences", en = "Address, identities, signatures, address book, preferences" }
    retention  = { fr = "Jusqu’à l’effacement demandé", en = "Until erasure is asked for" }
  }
  data "sessions" {
    subjects   = { fr = "Personnes qui se connectent", en = "People who sign in" }
    categories = { fr = "Mot de passe de la boîte, chiffré ; cache des dossiers ouverts", en = "Password of the mailbox, encrypted; cache of open folders" }
    retention  = { fr = "30 minutes sans activité", en = "30 minutes without activity" }
  }
  data "mail" {
    subjects   = { fr = "Personnes qui se connectent, leurs correspondants", en = "People who sign in, their correspondents" }
    categories = { fr = "Messages, qui restent sur le serveur de courriel", en = "Messages, which stay on the mail server" }
    retention  = { fr = "Aucune ici : le temps de l’affichage", en = "None here: as long as they are shown" }
  }
}

rights {
  export    = { fr = "Carnet d’adresses : Contacts, Exporter (vCard) ; un message ou un dossier : Plus, Télécharger.", en = "Address book: Contacts, Export (vCard); a message or a folder: More, Download." }
  erase     = { fr = "Réglages et carnet d’adresses sur demande ; la boîte, auprès du serveur de courriel.", en = "Settings and address book on request; the mailbox, at the mail server." }
  within    = "30 days"
  formats   = ["text/vcard", "message/rfc822", "application/mbox", "application/zip"]
  accepts   = ["text/vcard", "text/csv", "message/rfc822", "application/mbox"]
  elsewhere = ["SnappyMail", "Thunderbird"]
  remains   = { fr = "Les messages, sur le serveur de courriel et chez les correspondants ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Messages, on the mail server and with correspondents; the backups, until the end of their retention." }
}

notice {
  fr = "On se connecte à ${service.url} avec l’adresse et le mot de passe de sa boîte chez ${var.server} : il n’y a aucun compte à créer ici."
  en = "People sign in at ${service.url} with the address and password of their mailbox at ${var.server}: there is no account to make here."
}
