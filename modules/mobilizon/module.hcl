module "mobilizon" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Évènements et groupes", en = "Events and groups" }
  summary = {
    fr = "Annonce des évènements, réunit des groupes, prend les inscriptions, et échange avec d’autres serveurs."
    en = "Announces events, gathers groups, takes registrations, and talks to other servers."
  }
  category = "event"
  replaces = ["Facebook Events", "Facebook Groups", "Meetup", "Eventbrite"]
  open_to  = ["everyone"]
}

software {
  name    = "Mobilizon"
  version = "5.2.4"
  website = "https://mobilizon.org/"
  source  = "https://framagit.org/kaihuri/mobilizon"
  license = "AGPL-3.0-only"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Évènements — ${chaton.name}" : "Events — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "language" {
  type    = string
  format  = "language"
  default = chaton.language
  label   = { fr = "Langue de départ de l’interface", en = "First language of the interface" }
}

variable "registrations" {
  type    = bool
  default = false
  label   = { fr = "Chaque personne peut ouvrir un compte", en = "Anybody can open an account" }
  help = {
    fr = "Il faut alors le relais de courriel du chaton : une inscription se confirme par courriel."
    en = "It takes the chaton’s mail relay: signing up is confirmed by mail."
  }
}

variable "federation" {
  type    = bool
  default = true
  label   = { fr = "Échange avec d’autres serveurs (Mobilizon, Mastodon…)", en = "Talks to other servers (Mobilizon, Mastodon…)" }
}

variable "geocoder" {
  type     = string
  advanced = true
  default  = "Nominatim"
  choices  = ["Nominatim", "Addok"]
  label    = { fr = "Service où le serveur cherche une adresse", en = "Service where the server looks an address up" }
  help = {
    fr = "Nominatim : OpenStreetMap, le monde entier. Addok : la Base adresse nationale, en France."
    en = "Nominatim: OpenStreetMap, the whole world. Addok: the national address database, in France."
  }
}

variable "geocoder_url" {
  type     = string
  advanced = true
  default  = ""
  label    = { fr = "Son adresse, s’il est hébergé ailleurs", en = "Its address, if it is hosted elsewhere" }
  help = {
    fr = "Vide : nominatim.openstreetmap.org ou api-adresse.data.gouv.fr. Un service à soi se déclare dans les pages du chaton."
    en = "Empty: nominatim.openstreetmap.org or api-adresse.data.gouv.fr. A service of one’s own is declared in the chaton’s pages."
  }
}

variable "admin_address" {
  type    = string
  format  = "email"
  default = chaton.contact.email
  label   = { fr = "Adresse du premier compte", en = "Address of the first account" }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du premier compte", en = "First password of the first account" }
}

secret "database_password" {
  length = 32
}

# Both sign sessions.
secret "key_base" {
  length = 64
}

secret "key" {
  length = 64
}

volume "database" {
  backup      = true
  description = { fr = "Base de données : comptes, groupes, évènements", en = "Database: accounts, groups, events" }
}

volume "uploads" {
  backup      = true
  description = { fr = "Images envoyées", en = "Pictures that were sent" }
}

volume "time_zones" {
  backup      = false
  description = { fr = "Heures légales du monde, lues auprès de l’IANA", en = "Legal times of the world, read from the IANA" }
}

# Not database "postgresql": PostGIS, which Mobilizon needs, can't be made by a
# role that is not a superuser, and the engine module has none of it. Its volume
# is copied while it is paused, which PostgreSQL takes for a power cut; a later
# major version is a dump and a load by hand.
container "database" {
  image         = "docker.io/postgis/postgis:17-3.5"
  architectures = ["amd64"] # the project publishes no other
  user          = "999:999"
  env = {
    POSTGRES_USER     = "mobilizon"
    POSTGRES_DB       = "mobilizon"
    POSTGRES_PASSWORD = secret.database_password
  }
  mount "database" {
    path = "/var/lib/postgresql/data"
  }
  tmpfs      = ["/tmp:16MiB", "/run/postgresql:1MiB"]
  memory     = "384MiB"
  stop_grace = "60s"
  port "sql" {
    number = 5432
  }
  health {
    command = ["pg_isready", "-q", "-h", "127.0.0.1", "-U", "mobilizon", "-d", "mobilizon"] # its first start has no address yet
    start   = "3m"
  }
}

container "app" {
  image = "docker.io/kaihuri/mobilizon:5.2.4"
  user  = "65534:65534"
  after = ["database"]
  env = {
    MOBILIZON_INSTANCE_NAME               = var.title
    MOBILIZON_INSTANCE_HOST               = service.host
    MOBILIZON_INSTANCE_LISTEN_IP          = "0.0.0.0"
    MOBILIZON_INSTANCE_PORT               = 4000
    MOBILIZON_INSTANCE_DEFAULT_LANGUAGE   = var.language
    MOBILIZON_INSTANCE_REGISTRATIONS_OPEN = var.registrations
    MOBILIZON_INSTANCE_FEDERATING         = var.federation
    MOBILIZON_INSTANCE_SECRET_KEY_BASE    = secret.key_base
    MOBILIZON_INSTANCE_SECRET_KEY         = secret.key
    MOBILIZON_LOGLEVEL                    = "error"

    MOBILIZON_DATABASE_HOST     = container.database.host
    MOBILIZON_DATABASE_PORT     = 5432
    MOBILIZON_DATABASE_DBNAME   = "mobilizon"
    MOBILIZON_DATABASE_USERNAME = "mobilizon"
    MOBILIZON_DATABASE_PASSWORD = secret.database_password

    # Without a relay Mobilizon still tries, at its own door, and goes on.
    MOBILIZON_INSTANCE_EMAIL = mail == null ? "noreply@${service.host}" : mail.from
    MOBILIZON_REPLY_EMAIL    = chaton.contact.email
    MOBILIZON_SMTP_SERVER    = mail == null ? "127.0.0.1" : mail.host
    MOBILIZON_SMTP_PORT      = mail == null ? 25 : mail.port
    MOBILIZON_SMTP_USERNAME  = mail == null ? null : mail.user
    MOBILIZON_SMTP_PASSWORD  = mail == null ? null : mail.password
    MOBILIZON_SMTP_SSL       = mail == null ? "false" : (mail.encryption == "tls" ? "true" : "false")
    MOBILIZON_SMTP_TLS       = mail == null ? "never" : (mail.encryption == "starttls" ? "always" : "never")

    MOBILIZON_GEOSPATIAL_SERVICE            = var.geocoder
    MOBILIZON_GEOSPATIAL_NOMINATIM_ENDPOINT = var.geocoder == "Nominatim" && var.geocoder_url != "" ? var.geocoder_url : null
    MOBILIZON_GEOSPATIAL_ADDOK_ENDPOINT     = var.geocoder == "Addok" && var.geocoder_url != "" ? var.geocoder_url : null

    # PDF and ODS want folders that a new volume does not have.
    MOBILIZON_EXPORTS_FORMAT_CSV_ENABLED = true
    MOBILIZON_EXPORTS_FORMAT_PDF_ENABLED = false
    MOBILIZON_EXPORTS_FORMAT_ODS_ENABLED = false

    ADMIN_ADDRESS  = var.admin_address
    ADMIN_PASSWORD = secret.admin_password # read when the account is made
  }

  # Read after the image's own configuration, which reads the environment.
  file "/etc/mobilizon/config.exs" {
    content = templatefile("files/config.exs", {})
  }
  file "/opt/chatiere/account" {
    content = templatefile("files/account.sh", {})
  }
  mount "uploads" {
    path = "/var/lib/mobilizon/uploads"
  }
  mount "time_zones" {
    path = "/var/lib/mobilizon/tzdata"
  }
  tmpfs  = ["/tmp", "/var/lib/mobilizon/sitemap:16MiB"]
  memory = "768MiB"
  update = "replace"
  egress = { fr = "Cherche les adresses des lieux, lit les heures légales, échange avec d’autres serveurs si la fédération est choisie", en = "Looks up the addresses of places, reads legal times, talks to other servers if federation is chosen" }
  port "http" {
    number = 4000
  }
  health {
    http {
      port = "http"
      path = "/.well-known/nodeinfo"
    }
    start   = "10m" # the image makes the tables, or changes them, at its start
    timeout = "10s"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "16MiB"
}

# In a container of its own, so it does not speak to the running Mobilizon. What
# it prints holds the password: it goes nowhere.
job "admin" {
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "first"]
  when      = "once"
  timeout   = "10m"
}

privacy {
  purpose     = { fr = "Annoncer des évènements et réunir des groupes", en = "Announcing events and gathering groups" }
  legal_basis = "contract"
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Courriel, empreinte du mot de passe, profils, préférences, dates et adresses des connexions", en = "E-mail address, hash of the password, profiles, preferences, dates and addresses of sign-ins" }
    retention  = { fr = "Jusqu’à la suppression du compte ; 48 heures pour une inscription jamais confirmée", en = "Until the account is deleted; 48 hours for a sign-up that is never confirmed" }
  }
  data "events" {
    subjects   = { fr = "Personnes qui organisent, personnes inscrites", en = "People who organise, people who register" }
    categories = { fr = "Évènements, lieux, commentaires, discussions de groupe ; courriel et message d’une inscription sans compte", en = "Events, places, comments, group discussions; e-mail address and message of a registration without account" }
    retention  = { fr = "Jusqu’à leur suppression ; l’activité des groupes : un an", en = "Until they are deleted; the activity of groups: a year" }
  }
  third_party "tile.openstreetmap.org" {
    reason = {
      fr = "Fond de carte : le navigateur de qui regarde un lieu le demande directement"
      en = "Map background: the browser of whoever looks at a place asks for it directly"
    }
  }
  third_party "nominatim.openstreetmap.org" {
    reason = {
      fr = "Recherche d’une adresse par le serveur, sans dire pour qui (choix de départ)"
      en = "Looking an address up by the server, without saying for whom (first choice)"
    }
  }
  third_party "api-adresse.data.gouv.fr" {
    reason = {
      fr = "Recherche d’une adresse par le serveur, sans dire pour qui, si l’équipe a choisi Addok"
      en = "Looking an address up by the server, without saying for whom, if the team chose Addok"
    }
  }
}

rights {
  export    = { fr = "Évènements d’un profil ou d’un groupe au format iCalendar ou Atom ; liste des inscriptions d’un évènement (CSV) ; le reste sur demande.", en = "Events of a profile or group as iCalendar or Atom; list of an event’s registrations (CSV); the rest on request." }
  erase     = { fr = "Par la personne seule, réglages du compte, ou sur demande.", en = "By the person alone, in the account’s settings, or on request." }
  within    = "30 days"
  formats   = ["text/calendar", "application/atom+xml", "text/csv"]
  elsewhere = ["Gancio", "Nextcloud"]
  remains   = { fr = "Ce que d’autres serveurs ont reçu, jusqu’à ce qu’ils suivent la demande de suppression ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "What other servers received, until they follow the request to delete; the backups, until the end of their retention." }
}

notice {
  fr = "Le compte ${var.admin_address} a pour mot de passe de départ ${secret.admin_password} ; la description, les règles et le contact se disent dans Administration, Réglages de l’instance."
  en = "The account ${var.admin_address} has the first password ${secret.admin_password}; description, rules and contact are told in Administration, Instance settings."
}
