module "dokuwiki" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Wiki", en = "Wiki" }
  summary = {
    fr = "Un wiki sans base de données : pages, historique, droits par page."
    en = "A wiki without a database: pages, history, rights by page."
  }
  category = "wiki"
  replaces = ["Google Docs", "Google Sites", "Notion"]
  open_to  = ["members"]
  verified = "live"
}

software {
  name    = "DokuWiki"
  version = "2024-02-06b"
  website = "https://www.dokuwiki.org/"
  source  = "https://github.com/dokuwiki/dokuwiki"
  license = "GPL-2.0-only"
  package = "dokuwiki"
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

variable "registration" {
  type    = bool
  default = false
  label   = { fr = "Chacun peut se créer un compte", en = "Anyone may make an account" }
  help = {
    fr = "Sans cela, l’équipe crée les comptes. Ouvert à tous, un wiki attire vite le pourriel."
    en = "Otherwise the team makes the accounts. A wiki open to all soon attracts spam."
  }
}

variable "content_license" {
  type     = string
  advanced = true
  default  = "none"
  choices  = ["none", "cc-by-sa", "cc-by", "cc-zero", "gnufdl"]
  label    = { fr = "Licence des pages", en = "Licence of the pages" }
  help = {
    fr = "Affichée sous chaque page et rappelée à qui écrit ; none : rien n’est dit."
    en = "Shown below each page and recalled to whoever writes; none: nothing is said."
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

volume "wiki" {
  backup      = true
  description = { fr = "Pages, fichiers, historique, comptes d’accès, réglages", en = "Pages, files, history, accounts, settings" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE           = var.title
    LANGUAGE        = var.language
    REGISTRATION    = var.registration
    CONTENT_LICENSE = var.content_license
    BASE_URL        = service.url
    ADMIN_PASSWORD  = secret.admin_password # read at the first start only
  }
  mount "wiki" {
    path = "/srv/wiki"
  }
  tmpfs  = ["/tmp"]
  memory = "256MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/lib/exe/opensearch.php" # passes through PHP and opens no session
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "64MiB"
}

backup {
  exclude = ["wiki/data/cache", "wiki/data/locks", "wiki/data/tmp"]
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
    categories = { fr = "Nom de compte, nom affiché et courriel s’ils sont donnés, empreinte bcrypt du mot de passe", en = "Account name, displayed name and e-mail address if given, bcrypt hash of the password" }
    retention  = { fr = "Jusqu’à la fermeture du compte", en = "Until the account is closed" }
  }
  keeps_addresses = {
    fr = "Avec chaque modification, dans l’historique de la page, aussi longtemps que lui"
    en = "With each change, in the page’s history, for as long as it is kept"
  }
}

rights {
  export = {
    fr = "Chaque page : l’adresse /_export/raw/… ; sur demande, les pages où une personne a écrit, ou tout le wiki, en fichiers texte."
    en = "Each page: the address /_export/raw/…; on request, the pages where one person wrote, or the whole wiki, as text files."
  }
  erase     = { fr = "Compte fermé sur demande ; pages et historique supprimés sur demande.", en = "Account closed on request; pages and history deleted on request." }
  within    = "30 days"
  formats   = ["text/plain", "text/html"]
  accepts   = ["text/plain"]
  elsewhere = ["MediaWiki"]
  remains   = { fr = "Le nom de compte et l’adresse dans l’historique des pages des autres.", en = "The account name and the address in the history of other people’s pages." }
}

notice {
  fr = "Le wiki est à ${service.url} ; le compte admin y a pour mot de passe de départ ${secret.admin_password}"
  en = "The wiki is at ${service.url}; its account admin has the first password ${secret.admin_password}"
}
