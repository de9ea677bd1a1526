module "freshrss" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Lecteur de flux à plusieurs", en = "Feed reader for many" }
  summary = {
    fr = "Suit des sites par leurs flux (RSS, Atom), avec des catégories, des recherches et des applications de téléphone."
    en = "Follows sites by their feeds (RSS, Atom), with categories, searches and phone applications."
  }
  category = "feed"
  replaces = ["Feedly", "Inoreader", "Google News"]
}

software {
  name    = "FreshRSS"
  version = "1.29.1"
  website = "https://freshrss.org/"
  source  = "https://github.com/FreshRSS/FreshRSS"
  license = "AGPL-3.0-only"
}

variable "language" {
  type    = string
  format  = "language"
  default = chaton.language
  label   = { fr = "Langue de départ de l’interface", en = "First language of the interface" }
}

variable "pictures" {
  type    = bool
  default = false
  label   = { fr = "Les articles montrent leurs images", en = "Articles show their pictures" }
  help = {
    fr = "Le navigateur de qui lit les demande alors aux sites suivis, qui voient son adresse : FreshRSS ne les fait pas passer par lui. Miniflux le fait."
    en = "The reader’s browser then asks the sites that are followed for them, and they see its address: FreshRSS does not pass them on. Miniflux does."
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

volume "data" {
  backup      = true
  description = { fr = "Comptes, flux, articles (une base SQLite par compte)", en = "Accounts, feeds, articles (one SQLite database for each account)" }
}

container "app" {
  image = "docker.io/freshrss/freshrss:1.29.1"

  # The image starts as root, gives its folders to www-data and lets Apache
  # serve as www-data; its start writes /etc/localtime, php.ini and Apache's
  # configuration, so its root can't be read-only.
  user         = "0:0"
  capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"]
  read_only    = false
  env = {
    TZ            = "UTC"
    LISTEN        = "0.0.0.0:8080"
    TRUSTED_PROXY = "172.16.0.0/12 10.0.0.0/8 192.168.0.0/16"

    # No password in it: SQLite, and the account comes by a job.
    FRESHRSS_INSTALL = "--api-enabled --auth-type form --base-url ${service.url} --db-type sqlite --default-user admin --environment production --language ${var.language}"
  }
  file "/opt/chatiere/account.php" {
    content = templatefile("files/account.php", {})
    mode    = "0444" # also read by www-data
  }

  # Read once, when the site is made.
  file "/var/www/FreshRSS/data/config.custom.php" {
    content = templatefile("files/config.custom.php", { title = replace(replace(chaton.name, "\\", "\\\\"), "'", "\\'") })
    mode    = "0444"
  }
  mount "data" {
    path = "/var/www/FreshRSS/data"
  }
  tmpfs  = ["/tmp"]
  memory = "256MiB"
  update = "replace"
  egress = { fr = "Lit les flux et les icônes des sites suivis", en = "Reads the feeds and icons of the sites that are followed" }
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/i/"
    }
    start = "2m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "32MiB"
  headers = {
    # Added to FreshRSS's own policy, which lets articles load from anywhere.
    "Content-Security-Policy" = var.pictures ? "frame-src 'none'" : "img-src 'self' data: blob:; media-src 'self'; frame-src 'none'"
  }
}

job "admin" {
  container = "app"
  command   = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "create", "admin"]
  stdin     = secret.admin_password
  when      = "once"
}

# In place of the image's own cron.
job "refresh" {
  container = "app"
  command   = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/var/www/FreshRSS/app/actualize_script.php"]
  every     = "30m"
  timeout   = "25m"
}

privacy {
  purpose     = { fr = "Suivre des sites par leurs flux", en = "Following sites by their feeds" }
  legal_basis = "contract"
  data "reading" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Flux suivis, articles lus et marqués, recherches gardées", en = "Feeds that are followed, articles read and starred, searches that are kept" }
    retention  = { fr = "Articles : trois mois, sauf réglage de la personne ; le reste jusqu’à la suppression du compte", en = "Articles: three months unless the person chose otherwise; the rest until the account is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, empreinte bcrypt du mot de passe, courriel s’il est donné, préférences", en = "Account name, bcrypt hash of the password, e-mail address if given, preferences" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
  third_party "raw.githubusercontent.com" {
    reason = {
      fr = "Le serveur y lit la liste des extensions quand le compte admin ouvre cette page ; rien d’autre n’est envoyé"
      en = "The server reads the list of extensions there when the account admin opens that page; nothing else is sent"
    }
  }
}

rights {
  export    = { fr = "Menu Gestion des abonnements, Importer / exporter : flux (OPML) et articles (JSON).", en = "Menu Subscription management, Import / export: feeds (OPML) and articles (JSON)." }
  erase     = { fr = "Par la personne seule, page Profil, ou sur demande ; tout part avec le compte.", en = "By the person alone, page Profile, or on request; everything goes with the account." }
  within    = "30 days"
  formats   = ["text/x-opml", "application/json", "application/vnd.sqlite3"]
  accepts   = ["text/x-opml", "application/json", "application/vnd.sqlite3"]
  elsewhere = ["Miniflux", "Tiny Tiny RSS", "Nextcloud News"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Le compte admin a pour mot de passe de départ ${secret.admin_password} ; d’autres comptes se créent par : chatiere account create ${service.name}"
  en = "The account admin has the first password ${secret.admin_password}; other accounts are made by: chatiere account create ${service.name}"
}
