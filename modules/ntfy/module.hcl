module "ntfy" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Notifications", en = "Notifications" }
  summary = {
    fr = "Reçoit des messages d’applications et de scripts, et les pousse aussitôt vers les téléphones."
    en = "Takes messages from applications and scripts, and pushes them at once to phones."
  }
  category = "notification"
  replaces = ["Firebase Cloud Messaging", "Pushover", "Pushbullet"]
  verified = "live"
}

software {
  name    = "ntfy"
  version = "2.11.0"
  website = "https://ntfy.sh/"
  source  = "https://github.com/binwiederhier/ntfy"
  license = "Apache-2.0 OR GPL-2.0-only"
  package = "ntfy"
}

variable "keep_hours" {
  type     = number
  advanced = true
  default  = 12
  label    = { fr = "Heures pendant lesquelles un message est gardé", en = "Hours that a message is kept" }
  help = {
    fr = "Un téléphone éteint plus longtemps ne reçoit pas ce qui lui a été envoyé."
    en = "A phone that is off for longer does not get what was sent to it."
  }
  validation {
    condition = var.keep_hours >= 1 && var.keep_hours <= 168
    message   = { fr = "Entre 1 et 168 heures.", en = "Between 1 and 168 hours." }
  }
}

variable "unified_push" {
  type    = bool
  default = true
  label   = { fr = "Sert aussi de relais UnifiedPush", en = "Also serves as a UnifiedPush relay" }
  help = {
    fr = "Les serveurs des autres (Mastodon, Matrix, XMPP) peuvent alors réveiller les téléphones des personnes inscrites, sans passer par Google."
    en = "Other people’s servers (Mastodon, Matrix, XMPP) can then wake the phones of account holders without going through Google."
  }
}

# Only the test account uses it: nobody is told.
secret "test_password" {}

volume "data" {
  backup      = true
  description = { fr = "Comptes d’accès, messages gardés, pièces jointes", en = "Accounts, messages that are kept, attachments" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    UNIFIED_PUSH = var.unified_push

    NTFY_BASE_URL     = service.url
    NTFY_LISTEN_HTTP  = ":8080"
    NTFY_BEHIND_PROXY = "true" # the limits below are for each visitor

    NTFY_AUTH_FILE           = "/var/lib/ntfy/user.db"
    NTFY_AUTH_DEFAULT_ACCESS = "deny-all"
    NTFY_ENABLE_LOGIN        = "true"

    NTFY_CACHE_FILE                 = "/var/lib/ntfy/cache.db"
    NTFY_CACHE_DURATION             = "${var.keep_hours}h"
    NTFY_ATTACHMENT_CACHE_DIR       = "/var/lib/ntfy/attachments"
    NTFY_ATTACHMENT_EXPIRY_DURATION = "${min(var.keep_hours, 3)}h"
    NTFY_ATTACHMENT_FILE_SIZE_LIMIT = "5M"

    NTFY_LOG_LEVEL = "warn"
  }
  mount "data" {
    path = "/var/lib/ntfy"
  }
  tmpfs  = ["/tmp:16MiB"]
  memory = "64MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/v1/health"
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "6MiB"
}

backup {
  exclude = ["data/attachments"]
}

privacy {
  purpose     = { fr = "Prévenir des personnes sur leurs appareils", en = "Notifying people on their devices" }
  legal_basis = "contract"
  data "messages" {
    subjects   = { fr = "Titulaires de compte, personnes citées dans les messages", en = "Account holders, people who are mentioned in messages" }
    categories = { fr = "Texte, titre, pièces jointes, sujet, date", en = "Text, title, attachments, topic, date" }
    retention  = { fr = "12 heures, sauf autre choix de l’équipe ; pièces jointes : 3 heures au plus", en = "12 hours unless the team chose otherwise; attachments: 3 hours at most" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, empreinte bcrypt du mot de passe, sujets suivis, préférences, jetons d’accès", en = "Account name, bcrypt hash of the password, topics that are followed, preferences, access tokens" }
    retention  = { fr = "Jusqu’à la fermeture du compte", en = "Until the account is closed" }
  }
  keeps_addresses = {
    fr = "Adresse de qui publie, avec le message, aussi longtemps que lui ; dernière adresse d’usage de chaque jeton d’accès"
    en = "Address of whoever publishes, with the message, for as long as it; the last address that used each access token"
  }
}

rights {
  export    = { fr = "Depuis l’application, message par message, ou par l’interface de programmation (JSON).", en = "From the application, message by message, or through the API (JSON)." }
  erase     = { fr = "Le compte sur demande ; les messages s’effacent d’eux-mêmes.", en = "The account on request; messages delete themselves." }
  within    = "30 days"
  formats   = ["application/json"]
  elsewhere = ["Gotify"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Aucun compte n’existe encore. Pour en créer un : chatiere account create ${service.name} ; camille y publie et y lit les sujets camille-…"
  en = "There is no account yet. To create one: chatiere account create ${service.name}; camille publishes and reads the topics camille-… there"
}
