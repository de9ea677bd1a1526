module "wordpress" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Site et blog", en = "Site and blog" }
  summary = {
    fr = "Un site ou un blog que l’on écrit dans son navigateur."
    en = "A site or a blog that is written in a browser."
  }
  category = "site"
  replaces = ["Wix", "Squarespace", "Blogger", "Google Sites"]
  open_to  = ["members"]
  verified = "live"
}

software {
  name    = "WordPress"
  version = "6.8"
  website = "https://wordpress.org/"
  source  = "https://core.trac.wordpress.org/browser"
  license = "GPL-2.0-or-later"
  package = "wordpress"
}

variable "title" {
  type    = string
  default = chaton.name
  label   = { fr = "Titre du site", en = "Title of the site" }
  help = {
    fr = "Le titre de départ : il se change ensuite dans le site."
    en = "The first title: it is changed in the site afterwards."
  }
}

variable "language" {
  type    = string
  format  = "language"
  default = chaton.language
  label   = { fr = "Langue du site", en = "Language of the site" }
}

variable "comments" {
  type    = bool
  default = true
  label   = { fr = "On peut commenter les articles", en = "Posts can be commented on" }
  help = {
    fr = "Chaque commentaire attend qu’une personne du site l’accepte."
    en = "Each comment waits until somebody of the site accepts it."
  }
}

secret "admin_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ du compte admin", en = "First password of the account admin" }
}

# Signs sessions and forms.
secret "secret_key" {
  length  = 64
  charset = "hex"
}

database "mariadb" {
  version = "11"
}

volume "uploads" {
  backup      = true
  description = { fr = "Images et documents du site", en = "Pictures and documents of the site" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE          = var.title
    LANGUAGE       = var.language
    COMMENTS       = var.comments
    BASE_URL       = service.url
    CONTACT        = chaton.contact.email
    DB_HOST        = database.mariadb.host
    DB_NAME        = database.mariadb.name
    DB_USER        = database.mariadb.user
    DB_PASSWORD    = database.mariadb.password
    SECRET_KEY     = secret.secret_key
    ADMIN_PASSWORD = secret.admin_password # read at the first start only
  }
  mount "uploads" {
    path = "/srv/site"
  }
  tmpfs  = ["/tmp"]
  memory = "384MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port   = "http"
      path   = "/wp-login.php"
      status = 200
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

job "cron" {
  container = "app"
  command   = ["cron"]
  every     = "15m"
}

privacy {
  purpose     = { fr = "Publier un site", en = "Publishing a site" }
  legal_basis = "contract"
  data "posts" {
    subjects   = { fr = "Personnes qui écrivent, personnes citées", en = "People who write, people who are mentioned" }
    categories = { fr = "Textes et fichiers, nom de compte et date de chaque version", en = "Texts and files, account name and date of each version" }
    retention  = { fr = "Jusqu’à la suppression de l’article ou de la page", en = "Until the post or page is deleted" }
  }
  data "comments" {
    subjects   = { fr = "Personnes qui commentent", en = "People who comment" }
    categories = { fr = "Texte, nom, courriel et site s’ils sont donnés", en = "Text, name, e-mail address and site if given" }
    retention  = { fr = "Jusqu’à la suppression du commentaire", en = "Until the comment is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, courriel s’il est donné, empreinte bcrypt du mot de passe", en = "Account name, e-mail address if given, bcrypt hash of the password" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  keeps_addresses = {
    fr = "Adresse et navigateur de chaque session ouverte, 14 jours au plus ; aucune avec les commentaires"
    en = "Address and browser of each open session, 14 days at most; none with the comments"
  }
}

rights {
  export = {
    fr = "Menu Outils, Exporter, pour tout le site ; sur demande, tous les articles d’une personne."
    en = "Menu Tools, Export, for the whole site; on request, all posts of one person."
  }
  erase     = { fr = "Article par article dans le site ; le compte et ses articles sur demande.", en = "Post by post in the site; the account and its posts on request." }
  within    = "30 days"
  formats   = ["application/rss+xml", "application/json"]
  accepts   = ["application/json"]
  elsewhere = ["Ghost", "Hugo", "Jekyll"]
  remains   = { fr = "Les commentaires, sans nom ni courriel.", en = "The comments, without name and e-mail address." }
}

notice {
  fr = "Le site s’écrit à ${service.url}/wp-admin/ ; le compte admin y a pour mot de passe de départ ${secret.admin_password}"
  en = "The site is written at ${service.url}/wp-admin/; its account admin has the first password ${secret.admin_password}"
}
