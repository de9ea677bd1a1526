module "mediawiki" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Grand wiki", en = "Large wiki" }
  summary = {
    fr = "Le logiciel de Wikipédia : pages, catégories, historique, éditeur visuel."
    en = "The software of Wikipedia: pages, categories, history, visual editor."
  }
  category = "wiki"
  replaces = ["Confluence", "Notion", "Google Sites", "Fandom"]
  open_to  = ["members"]
  verified = "live"
}

software {
  name    = "MediaWiki"
  version = "1.43"
  website = "https://www.mediawiki.org/"
  source  = "https://gerrit.wikimedia.org/r/plugins/gitiles/mediawiki/core"
  license = "GPL-2.0-or-later"
  package = "mediawiki"
}

variable "title" {
  type    = string
  default = "Wiki — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "language" {
  type    = string
  format  = "language"
  default = chaton.language
  label   = { fr = "Langue de l’interface", en = "Language of the interface" }
}

variable "private" {
  type    = bool
  default = false
  label   = { fr = "Seuls les titulaires de compte lisent", en = "Only account holders read" }
}

variable "content_license" {
  type     = string
  advanced = true
  default  = "none"
  choices  = ["none", "cc-by-sa", "cc-by", "cc-zero", "gfdl"]
  label    = { fr = "Licence des pages", en = "Licence of the pages" }
  help = {
    fr = "Affichée sous chaque page ; none : rien n’est dit."
    en = "Shown below each page; none: nothing is said."
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte Admin", en = "First password of the account Admin" }
}

# Signs sessions and forms.
secret "secret_key" {
  length  = 64
  charset = "hex"
}

database "mariadb" {
  version = "11"
}

volume "files" {
  backup      = true
  description = { fr = "Images et documents des pages", en = "Pictures and documents of the pages" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE           = var.title
    LANGUAGE        = var.language
    PRIVATE         = var.private
    CONTENT_LICENSE = var.content_license
    BASE_URL        = service.url
    CONTACT         = chaton.contact.email
    DB_HOST         = database.mariadb.host
    DB_NAME         = database.mariadb.name
    DB_USER         = database.mariadb.user
    DB_PASSWORD     = database.mariadb.password
    SECRET_KEY      = secret.secret_key
    ADMIN_PASSWORD  = secret.admin_password # read at the first start only
  }
  mount "files" {
    path = "/srv/wiki"
  }
  tmpfs  = ["/tmp"]
  memory = "384MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/api.php?action=query&meta=siteinfo&format=json"
    }
    start   = "5m" # the first start makes the tables
    timeout = "15s"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "64MiB"
}

backup {
  exclude = ["files/cache"]
}

privacy {
  purpose     = { fr = "Écrire et garder des pages ensemble", en = "Writing and keeping pages together" }
  legal_basis = "contract"
  data "pages" {
    subjects   = { fr = "Personnes qui écrivent, personnes citées", en = "People who write, people who are mentioned" }
    categories = { fr = "Texte et fichiers, nom de compte et date de chaque modification", en = "Text and files, account name and date of each change" }
    retention  = { fr = "Jusqu’à la suppression de la page et de son historique", en = "Until the page and its history are deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, nom réel s’il est donné, empreinte du mot de passe, préférences, pages suivies", en = "Account name, real name if given, hash of the password, preferences, watched pages" }
    retention  = { fr = "Aussi longtemps que l’historique où le nom figure", en = "For as long as the history in which the name stands" }
  }
  keeps_addresses = {
    fr = "Adresse d’où un mot de passe a été essayé, le temps de compter les essais (deux jours au plus), en mémoire ; aucune avec les modifications"
    en = "Address from which a password was tried, for as long as tries are counted (two days at most), in memory; none with the changes"
  }
}

rights {
  export = {
    fr = "Chaque page et son historique par la page spéciale « Exporter » ; sur demande, tout ce qu’une personne a écrit, dans un fichier XML."
    en = "Each page and its history from the special page “Export”; on request, everything that one person wrote, as an XML file."
  }
  erase = {
    fr = "Compte fermé sur demande, et renommé si la personne le veut ; pages supprimées sur demande."
    en = "Account closed on request, and renamed if the person wants it; pages deleted on request."
  }
  within    = "30 days"
  formats   = ["application/xml", "text/plain"]
  accepts   = ["application/xml"]
  elsewhere = ["DokuWiki", "XWiki"]
  remains   = { fr = "Ce que la personne a écrit, sous un autre nom, dans l’historique des pages des autres.", en = "What the person wrote, under another name, in the history of other people’s pages." }
}

notice {
  fr = "Le wiki est à ${service.url} ; le compte Admin y a pour mot de passe de départ ${secret.admin_password}"
  en = "The wiki is at ${service.url}; its account Admin has the first password ${secret.admin_password}"
}
