module "vaultwarden" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Coffre de mots de passe", en = "Password safe" }
  summary = {
    fr = "Garde les mots de passe chiffrés, dans les applications Bitwarden, seul ou à plusieurs."
    en = "Keeps passwords encrypted, in the Bitwarden applications, alone or together."
  }
  category = "password"
  replaces = ["LastPass", "1Password", "Dashlane", "Google Password Manager"]
}

software {
  name    = "Vaultwarden"
  version = "1.37.3"
  website = "https://github.com/dani-garcia/vaultwarden"
  source  = "https://github.com/dani-garcia/vaultwarden"
  license = "AGPL-3.0-only"
}

variable "icons" {
  type    = bool
  default = false
  label   = { fr = "Afficher l’icône de chaque site enregistré", en = "Show the icon of each site that is kept" }
  help = {
    fr = "Le serveur demande alors son icône à chaque site enregistré, qui apprend ainsi qu’un compte du chaton existe chez lui."
    en = "The server then asks each site that is kept for its icon, and the site learns that somebody of the chaton has an account there."
  }
}

variable "admin_address" {
  type    = string
  format  = "email"
  default = chaton.contact.email
  label   = { fr = "Adresse du premier compte", en = "Address of the first account" }
}

secret "admin_token" {
  length = 48
  reveal = true
  label  = { fr = "Clé de la page d’administration /admin", en = "Key of the administration page /admin" }
}

database "postgresql" {
  version = "17"
}

volume "data" {
  backup      = true
  description = { fr = "Pièces jointes, envois, clé des sessions", en = "Attachments, sends, key of the sessions" }
}

container "app" {
  image = "docker.io/vaultwarden/server:1.37.3"

  # The image makes its folder /data for root and gives it to nobody else: root
  # without any capability.
  user = "0:0"
  env = {
    DOMAIN       = service.url
    DATABASE_URL = database.postgresql.url
    DATA_FOLDER  = "/data"
    TMP_FOLDER   = "/data/tmp"
    ROCKET_PORT  = 8080

    # Written in clear: the language has no Argon2. It is a long random word.
    ADMIN_TOKEN                = secret.admin_token
    ADMIN_RATELIMIT_SECONDS    = 30
    ADMIN_RATELIMIT_MAX_BURST  = 10 # each account command signs in
    SIGNUPS_ALLOWED            = false
    INVITATIONS_ALLOWED        = true
    PASSWORD_HINTS_ALLOWED     = false # asked without an account, they say much
    SHOW_PASSWORD_HINT         = false
    ORG_EVENTS_ENABLED         = false
    CLIENT_SUPPRESS_ONBOARDING = true # no offers of the Bitwarden company
    INVITATION_ORG_NAME        = chaton.name
    IP_HEADER                  = "X-Real-IP"
    LOG_LEVEL                  = "warn"
    TRASH_AUTO_DELETE_DAYS     = 90

    # The relay of the Bitwarden company for phones: they ask by themselves
    # instead.
    PUSH_ENABLED          = false
    ICON_SERVICE          = "internal"
    DISABLE_ICON_DOWNLOAD = !var.icons

    SMTP_HOST      = mail == null ? null : mail.host
    SMTP_PORT      = mail == null ? null : mail.port
    SMTP_SECURITY  = mail == null ? null : lookup({ tls = "force_tls", starttls = "starttls", none = "off" }, mail.encryption, "starttls")
    SMTP_USERNAME  = mail == null ? null : mail.user
    SMTP_PASSWORD  = mail == null ? null : mail.password
    SMTP_FROM      = mail == null ? null : mail.from
    SMTP_FROM_NAME = mail == null ? null : chaton.name
  }
  file "/opt/chatiere/account" {
    content = templatefile("files/account.sh", {})
  }
  mount "data" {
    path = "/data"
  }
  tmpfs  = ["/tmp:8MiB"]
  memory = "256MiB"
  update = "replace"
  egress = var.icons ? { fr = "Demande leur icône aux sites enregistrés", en = "Asks the sites that are kept for their icon" } : null
  port "http" {
    number = 8080
  }
  health {
    http {
      port   = "http"
      path   = "/alive"
      status = 200
    }
    start = "2m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "525MiB" # an attachment or a send
  headers = {
    # Added to Vaultwarden's own policy, which lets its pages ask
    # pwnedpasswords.com, 2fa.directory, haveibeenpwned.com and Duo.
    "Content-Security-Policy" = "connect-src 'self' wss://${service.host}; img-src 'self' data: blob:; frame-src 'self'; child-src 'self' blob:"
  }
}

# Not a password: nobody but the person may know it. The address may sign up.
job "first_account" {
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "first", var.admin_address, "http://${container.app.host}:8080"]
  when      = "once"
}

privacy {
  purpose     = { fr = "Garder et partager des mots de passe", en = "Keeping and sharing passwords" }
  legal_basis = "contract"
  data "vaults" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Mots de passe, notes, cartes et pièces jointes, que le serveur ne peut pas lire", en = "Passwords, notes, cards and attachments, which the server can’t read" }
    retention  = { fr = "Jusqu’à leur suppression ; la corbeille est vidée après 90 jours", en = "Until they are deleted; the trash is emptied after 90 days" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Courriel, nom s’il est donné, empreinte du mot de passe maître, appareils, organisations", en = "E-mail address, name if given, hash of the master password, devices, organisations" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
}

rights {
  export    = { fr = "Par la personne seule, menu Outils, Exporter le coffre : le serveur ne peut pas le lire.", en = "By the person alone, menu Tools, Export vault: the server can’t read it." }
  erase     = { fr = "Par la personne seule, dans les réglages du compte, ou sur demande.", en = "By the person alone, in the account’s settings, or on request." }
  within    = "30 days"
  formats   = ["application/json", "text/csv"]
  accepts   = ["application/json", "text/csv", "application/xml"]
  elsewhere = ["KeePassXC", "Passbolt"]
  remains   = { fr = "Ce qui a été confié à une organisation ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "What was given to an organisation; the backups, until the end of their retention." }
}

notice {
  fr = "L’adresse ${var.admin_address} peut s’inscrire à ${service.url}/#/signup ; la page ${service.url}/admin s’ouvre avec la clé ${secret.admin_token}"
  en = "The address ${var.admin_address} may sign up at ${service.url}/#/signup; the page ${service.url}/admin opens with the key ${secret.admin_token}"
}
