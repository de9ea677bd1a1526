module "miniflux" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Lecteur de flux", en = "Feed reader" }
  summary = {
    fr = "Suit des sites et des blogs par leurs flux (RSS, Atom), sans pistage."
    en = "Follows sites and blogs by their feeds (RSS, Atom), without tracking."
  }
  category = "feed"
  replaces = ["Feedly", "Inoreader", "Google News"]
  verified = "live"
}

software {
  name    = "Miniflux"
  version = "2.2.6"
  website = "https://miniflux.app/"
  source  = "https://github.com/miniflux/v2"
  license = "Apache-2.0"
  package = "miniflux"
}

variable "refresh_minutes" {
  type     = number
  advanced = true
  default  = 60
  label    = { fr = "Minutes entre deux lectures d’un flux", en = "Minutes between two readings of a feed" }
  validation {
    condition = var.refresh_minutes >= 15
    message   = { fr = "15 minutes au moins, par égard pour les sites suivis.", en = "At least 15 minutes, out of regard for the sites that are followed." }
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

# Of the account chatiere, with which the service's own commands make accounts:
# nobody is told.
secret "agent_password" {
  length = 48
}

# Signs the addresses of pictures: without it they would change at each start.
secret "media_key" {
  length  = 64
  charset = "hex"
}

database "postgresql" {
  version = "17"
}

container "app" {
  build {
    context = "image"
  }
  env = {
    DATABASE_URL      = "${database.postgresql.url}?sslmode=disable"
    BASE_URL          = service.url
    LISTEN_ADDR       = "0.0.0.0:8080"
    CREATE_ADMIN      = "1" # when there is none
    ADMIN_USERNAME    = "admin"
    ADMIN_PASSWORD    = secret.admin_password # read when the account is made
    AGENT_PASSWORD    = secret.agent_password
    POLLING_FREQUENCY = var.refresh_minutes
    LOG_LEVEL         = "warning"
    LOG_FORMAT        = "text"

    # What articles show passes through the service.
    MEDIA_PROXY_MODE           = "all"
    MEDIA_PROXY_RESOURCE_TYPES = "image,audio,video"
    MEDIA_PROXY_PRIVATE_KEY    = secret.media_key
  }
  tmpfs  = ["/tmp"]
  memory = "128MiB"
  update = "replace" # two of them would read each feed twice
  egress = { fr = "Lit les flux et les images des sites suivis", en = "Reads the feeds and pictures of the sites that are followed" }
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/healthcheck"
    }
    start = "2m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "4MiB"
  headers = {
    # Added to Miniflux's own policy: the frames that articles hold would ask
    # video sites.
    "Content-Security-Policy" = "frame-src 'none'; img-src 'self' data:; media-src 'self'"
  }
}

privacy {
  purpose     = { fr = "Suivre des sites par leurs flux", en = "Following sites by their feeds" }
  legal_basis = "contract"
  data "reading" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Flux suivis, articles lus et marqués", en = "Feeds that are followed, articles read and starred" }
    retention  = { fr = "Articles lus : 60 jours ; non lus : 180 jours ; le reste jusqu’à la suppression du compte", en = "Articles read: 60 days; unread: 180 days; the rest until the account is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, empreinte bcrypt du mot de passe, préférences", en = "Account name, bcrypt hash of the password, preferences" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
  keeps_addresses = {
    fr = "Adresse et navigateur de chaque session ouverte, 30 jours au plus ; adresse d’une connexion refusée, dans le journal technique du conteneur"
    en = "Address and browser of each open session, 30 days at most; address of a refused sign-in, in the container’s log"
  }
}

rights {
  export    = { fr = "Menu Flux, Exporter (OPML) ; articles par l’interface de programmation.", en = "Menu Feeds, Export (OPML); articles through the API." }
  erase     = { fr = "Sur demande, par le compte admin ; tout part avec le compte.", en = "On request, by the account admin; everything goes with the account." }
  within    = "30 days"
  formats   = ["text/x-opml", "application/json"]
  accepts   = ["text/x-opml"]
  elsewhere = ["FreshRSS", "Tiny Tiny RSS", "Nextcloud News"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Les comptes se créent par : chatiere account create ${service.name} ; le compte admin a pour mot de passe de départ ${secret.admin_password}"
  en = "Accounts are made by: chatiere account create ${service.name}; the account admin has the first password ${secret.admin_password}"
}
