# Written from HedgeDoc's documentation and its image's build files (July and
# August 2026). Not tried: no registry was reachable.
module "hedgedoc" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Textes Markdown à plusieurs", en = "Shared Markdown texts" }
  summary = {
    fr = "Écrire à plusieurs en Markdown, avec diaporamas, schémas et formules."
    en = "Write together in Markdown, with slides, diagrams and formulas."
  }
  category = "pad"
  replaces = ["Google Docs", "HackMD", "Notion"]
  open_to  = ["everyone"]
}

software {
  name    = "HedgeDoc"
  version = "1.12.0"
  website = "https://hedgedoc.org/"
  source  = "https://github.com/hedgedoc/hedgedoc"
  license = "AGPL-3.0-only"
}

variable "guests" {
  type    = bool
  default = true
  label   = { fr = "On écrit sans compte", en = "People write without an account" }
}

variable "registration" {
  type    = bool
  default = false
  label   = { fr = "Chacun peut se créer un compte", en = "Anybody can make an account" }
  help = {
    fr = "Sans cela, l’équipe crée les comptes. Le courriel n’est pas vérifié."
    en = "Otherwise the team makes the accounts. The e-mail address is not checked."
  }
}

variable "images" {
  type    = string
  default = "registered"
  choices = ["all", "registered", "none"]
  label   = { fr = "Qui peut déposer une image", en = "Who may upload a picture" }
  help = {
    fr = "all : tout le monde ; registered : les titulaires de compte ; none : personne."
    en = "all: everybody; registered: account holders; none: nobody."
  }
}

secret "session_secret" {
  length = 48
}

secret "first_password" {
  length = 20
  reveal = true
  label  = { fr = "Mot de passe de départ du premier compte", en = "First password of the first account" }
}

database "postgresql" {
  version = "17"
}

volume "uploads" {
  backup      = true
  description = { fr = "Images déposées", en = "Uploaded pictures" }
}

container "app" {
  image = "quay.io/hedgedoc/hedgedoc:1.12.0"
  user  = "10000:10000"
  env = {
    CMD_DB_HOST              = database.postgresql.host
    CMD_DB_PORT              = database.postgresql.port
    CMD_DB_DATABASE          = database.postgresql.name
    CMD_DB_USERNAME          = database.postgresql.user
    CMD_DB_PASSWORD          = database.postgresql.password
    CMD_DB_DIALECT           = "postgres"
    CMD_DOMAIN               = service.host
    CMD_PROTOCOL_USESSL      = true
    CMD_URL_ADDPORT          = false
    CMD_PORT                 = "3000"
    CMD_SESSION_SECRET       = secret.session_secret
    CMD_LOGLEVEL             = "warn"
    CMD_ALLOW_ANONYMOUS      = var.guests
    CMD_ALLOW_FREEURL        = false
    CMD_EMAIL                = true
    CMD_ALLOW_EMAIL_REGISTER = var.registration
    CMD_DEFAULT_PERMISSION   = "editable"
    CMD_ENABLE_UPLOADS       = var.images
    CMD_IMAGE_UPLOAD_TYPE    = "filesystem"

    # Portraits would be asked of Libravatar.
    CMD_ALLOW_GRAVATAR      = false
    CMD_CSP_ALLOW_PDF_EMBED = false
    CMD_CSP_ALLOW_FRAMING   = false
    CMD_ENABLE_STATS_API    = false
  }
  # HedgeDoc's own policy lets a text show pictures of any site, and players of
  # YouTube and Vimeo. This one takes its place; nobody else is asked.
  # Not tried: that every button works under it.
  file "/files/config.json" {
    content = jsonencode({
      production = {
        csp = {
          enable      = true
          addDefaults = false
          directives = {
            defaultSrc  = ["'none'"]
            baseUri     = ["'self'"]
            connectSrc  = ["'self'", "wss://${service.host}"]
            fontSrc     = ["'self'"]
            manifestSrc = ["'self'"]
            frameSrc    = ["'self'"]
            imgSrc      = ["'self'", "data:"]
            scriptSrc   = ["${service.url}/build/", "${service.url}/js/", "${service.url}/config", "'unsafe-inline'"]
            styleSrc    = ["${service.url}/build/", "${service.url}/css/", "'unsafe-inline'"]
            objectSrc   = ["'none'"]
            formAction  = ["'self'"]
            mediaSrc    = ["'self'"]
          }
        }
      }
    })
  }
  # HedgeDoc's own command takes a password from a terminal or its arguments
  # only. Not tried against 1.12.
  file "/opt/chatiere/account.cjs" {
    content = templatefile("files/account.cjs.tmpl", {})
  }
  mount "uploads" {
    path = "/hedgedoc/public/uploads"
  }
  tmpfs  = ["/tmp:64MiB"]
  memory = "512MiB"
  update = "replace" # two of them would write over each other
  port "http" {
    number = 3000
  }
  health {
    http {
      port   = "http"
      path   = "/_health"
      status = 200
    }
    start = "3m" # it makes its tables itself, at each new version too
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "16MiB"
}

job "first" {
  container = "app"
  command   = ["node", "/opt/chatiere/account.cjs", "create", chaton.contact.email]
  stdin     = secret.first_password
  when      = "once"
}

privacy {
  purpose     = { fr = "Écrire un texte à plusieurs", en = "Writing a text together" }
  legal_basis = "contract"
  data "texts" {
    subjects   = { fr = "Personnes qui écrivent, personnes citées", en = "People who write, people who are mentioned" }
    categories = { fr = "Texte et versions successives, auteur de chaque passage, images déposées", en = "Text and its versions, author of each passage, uploaded pictures" }
    retention  = { fr = "Jusqu’à la suppression du texte", en = "Until the text is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Adresse de courriel, empreinte scrypt du mot de passe, textes consultés", en = "E-mail address, scrypt hash of the password, texts that were read" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
  data "sessions" {
    subjects   = { fr = "Visiteurs", en = "Visitors" }
    categories = { fr = "Identifiant de session", en = "Session identifier" }
    retention  = { fr = "14 jours", en = "14 days" }
  }
}

rights {
  export    = { fr = "Chaque texte par le menu Télécharger ; tous ceux d’une personne par le menu de son compte (archive).", en = "Each text from the menu Download; all those of one person from the account menu (archive)." }
  erase     = { fr = "Par la personne, depuis le menu de son compte, avec les textes qu’elle possède ; ou sur demande.", en = "By the person, from the account menu, with the texts that they own; or on request." }
  within    = "30 days"
  formats   = ["text/markdown", "text/html"]
  accepts   = ["text/markdown"]
  elsewhere = ["Etherpad", "CryptPad", "Nextcloud"]
  remains   = { fr = "Les contributions aux textes des autres ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Contributions to other people’s texts; the backups, until the end of their retention." }
}

notice {
  fr = "On écrit à ${service.url}. Premier compte : ${chaton.contact.email}, mot de passe de départ ${secret.first_password}"
  en = "Texts are written at ${service.url}. First account: ${chaton.contact.email}, first password ${secret.first_password}"
}
