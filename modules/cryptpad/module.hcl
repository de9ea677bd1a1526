# Written from CryptPad's own image, example configuration and server code
# (April 2026). Not tried: no registry was reachable.
module "cryptpad" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Suite bureautique chiffrée", en = "Encrypted office suite" }
  summary = {
    fr = "Textes, tableaux de tâches, sondages et dossiers chiffrés de bout en bout."
    en = "Texts, task boards, polls and folders, encrypted end to end."
  }
  category = "office"
  replaces = ["Google Docs", "Google Forms", "Trello", "Office 365"]
  open_to  = ["everyone"]
}

software {
  name    = "CryptPad"
  version = "version-2026.5.1" # as the image’s tag says it
  website = "https://cryptpad.org/"
  source  = "https://github.com/cryptpad/cryptpad"
  license = "AGPL-3.0-or-later"
}

# CryptPad shows what people write under a name of its own, so that a fault
# there reaches no key.
variable "sandbox_host" {
  type    = string
  format  = "hostname"
  default = "sandbox-${service.host}"
  label   = { fr = "Second nom d’hôte, pour le bac à sable", en = "Second host name, for the sandbox" }
  help = {
    fr = "Il lui faut un enregistrement DNS, comme au premier."
    en = "It needs a DNS record, as the first one does."
  }
  validation {
    condition = var.sandbox_host != service.host
    message   = { fr = "Un autre nom que celui du service.", en = "Another name than the service’s." }
  }
}

variable "inactive_days" {
  type     = number
  advanced = true
  default  = 90
  label    = { fr = "Jours sans visite après lesquels un document sans propriétaire est effacé", en = "Days without a visit after which a document that nobody keeps is erased" }
  validation {
    condition = var.inactive_days >= 7 && floor(var.inactive_days) == var.inactive_days
    message   = { fr = "Un nombre entier de jours, 7 au moins.", en = "A whole number of days, 7 at least." }
  }
}

variable "upload_megabytes" {
  type     = number
  advanced = true
  default  = 25
  label    = { fr = "Taille d’un fichier déposé, en mégaoctets", en = "Size of an uploaded file, in megabytes" }
  validation {
    condition = var.upload_megabytes >= 1 && var.upload_megabytes <= 150
    message   = { fr = "Entre 1 et 150.", en = "Between 1 and 150." }
  }
}

volume "datastore" {
  backup      = true
  description = { fr = "Documents chiffrés", en = "Encrypted documents" }
}

volume "blob" {
  backup      = true
  description = { fr = "Fichiers chiffrés", en = "Encrypted files" }
}

volume "block" {
  backup      = true
  description = { fr = "Accès des comptes, chiffrés", en = "Access of the accounts, encrypted" }
}

volume "data" {
  backup      = true
  description = { fr = "Réglages, épingles, documents archivés", en = "Settings, pins, archived documents" }
}

volume "customize" {
  backup      = true
  description = { fr = "Apparence choisie par l’équipe", en = "Look that the team chose" }
}

container "app" {
  image = "docker.io/cryptpad/cryptpad:version-2026.5.1"
  user  = "4001:4001"
  env = {
    CPAD_MAIN_DOMAIN    = service.url
    CPAD_SANDBOX_DOMAIN = "https://${var.sandbox_host}"
    CPAD_CONF           = "/cryptpad/config/config.js"

    # The sheets, texts and slides of OnlyOffice would be fetched from
    # elsewhere at each start, under terms to accept: left out.
    CPAD_INSTALL_ONLYOFFICE = "no"
  }
  file "/cryptpad/config/config.js" {
    content = templatefile("files/config.js.tmpl", {
      main     = service.url
      sandbox  = "https://${var.sandbox_host}"
      inactive = var.inactive_days
      upload   = var.upload_megabytes
    })
  }
  mount "datastore" {
    path = "/cryptpad/datastore"
  }
  mount "blob" {
    path = "/cryptpad/blob"
  }
  mount "block" {
    path = "/cryptpad/block"
  }
  mount "data" {
    path = "/cryptpad/data"
  }
  mount "customize" {
    path = "/cryptpad/customize"
  }
  tmpfs = ["/tmp"]

  # The image's entrypoint builds the pages anew in /cryptpad/www at each start.
  read_only  = false
  memory     = "1GiB"
  stop_grace = "20s"
  port "http" {
    number = 3000 # it passes the WebSocket on to its own port 3003
  }
  health {
    http {
      port   = "http"
      path   = "/"
      status = 200
    }
    start   = "5m"
    timeout = "10s"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "200MiB"
}

route "sandbox" {
  container  = "app"
  port       = "http"
  host       = var.sandbox_host
  body_limit = "200MiB"
}

# Accounts are made in the browser and known to nobody: the team only names
# administrators.
action "first_admin" {
  label     = { fr = "Afficher le jeton du premier compte administrateur", en = "Show the token of the first administrator’s account" }
  container = "app"
  command   = ["node", "scripts/install.js"]
}

privacy {
  purpose     = { fr = "Écrire et ranger des documents chiffrés à plusieurs", en = "Writing and keeping encrypted documents together" }
  legal_basis = "contract"
  data "documents" {
    subjects   = { fr = "Personnes qui écrivent", en = "People who write" }
    categories = { fr = "Documents et fichiers chiffrés dans le navigateur, illisibles par le serveur ; dates et tailles", en = "Documents and files encrypted in the browser, unreadable by the server; dates and sizes" }
    retention  = { fr = "Gardés par un compte : jusqu’à leur suppression ; sinon 90 jours sans visite, sauf autre choix de l’équipe ; puis 15 jours dans l’archive", en = "Kept by an account: until deleted; otherwise 90 days without a visit unless the team chose otherwise; then 15 days in the archive" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Clé publique et bloc d’accès chiffré ; ni nom ni mot de passe lisibles", en = "Public key and encrypted access block; neither name nor password can be read" }
    retention  = { fr = "Jusqu’à la suppression du compte, par la personne", en = "Until the account is deleted, by the person" }
  }
}

rights {
  export    = { fr = "Par la personne : Paramètres, CryptDrive, Télécharger mon CryptDrive. L’équipe ne peut rien lire.", en = "By the person: Settings, CryptDrive, Download my CryptDrive. The team can read nothing." }
  erase     = { fr = "Par la personne : Paramètres, Compte, Supprimer ; ou sur demande, avec la clé publique du compte.", en = "By the person: Settings, Account, Delete; or on request, with the account’s public key." }
  within    = "30 days"
  formats   = ["text/html", "text/markdown", "text/csv", "application/json", "application/zip"]
  accepts   = ["text/html", "text/markdown", "application/json"]
  elsewhere = ["HedgeDoc", "Nextcloud"]
  remains   = { fr = "15 jours d’archive, puis les sauvegardes, jusqu’à la fin de leur durée de conservation, chiffrées par la personne.", en = "15 days of archive, then the backups, until the end of their retention, encrypted by the person." }
}

notice {
  fr = "Le premier compte administrateur se crée à ${service.url}/install/ avec le jeton que donne l’action « first_admin ». Un mot de passe perdu ne se retrouve pas : l’équipe n’y peut rien. Qui peut s’inscrire se règle ensuite à ${service.url}/admin/"
  en = "The first administrator’s account is made at ${service.url}/install/ with the token that the action “first_admin” shows. A lost password cannot be found again: the team can do nothing. Who may register is then set at ${service.url}/admin/"
}
