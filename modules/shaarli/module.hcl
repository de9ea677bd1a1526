module "shaarli" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Partage de liens", en = "Link sharing" }
  summary = {
    fr = "Garde, classe et partage les liens d’une personne ou d’un groupe."
    en = "Keeps, sorts and shares the links of one person or one group."
  }
  category = "link"
  replaces = ["Pocket", "Delicious", "Google Bookmarks"]
  open_to  = ["everyone"]
  verified = "live"
}

software {
  name    = "Shaarli"
  version = "0.14.0"
  website = "https://github.com/shaarli/Shaarli"
  source  = "https://github.com/shaarli/Shaarli"
  license = "Zlib"
  package = "shaarli"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Liens — ${chaton.name}" : "Links — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "name" {
  type    = string
  default = "admin"
  label   = { fr = "Nom du compte qui ajoute des liens", en = "Name of the account that adds links" }
  help = {
    fr = "Shaarli n’a qu’un compte. Il ne change plus de nom après la première mise en place."
    en = "Shaarli has one account. Its name stays after the first deployment."
  }
  validation {
    condition = length(regexall("^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$", var.name)) == 1
    message   = { fr = "Des lettres sans accent, des chiffres et . _ @ - (pas en tête).", en = "Plain letters, digits and . _ @ - (not first)." }
  }
}

variable "private" {
  type    = bool
  default = false
  label   = { fr = "Rien n’est visible sans le mot de passe", en = "Nothing is shown without the password" }
}

variable "titles" {
  type    = bool
  default = true
  label   = { fr = "Lire le titre des pages que l’on ajoute", en = "Read the title of the pages that are added" }
  help = {
    fr = "Le service demande alors chaque page ajoutée au site qui la publie. Sans cela, on écrit le titre soi-même."
    en = "The service then asks each added page of the site that publishes it. Otherwise people write the title themselves."
  }
}

secret "password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe de départ de Shaarli", en = "First password of Shaarli" }
}

volume "links" {
  backup      = true
  description = { fr = "Liens, réglages, compte d’accès", en = "Links, settings, account" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE    = var.title
    NAME     = var.name
    PASSWORD = secret.password # read at the first start only
    PRIVATE  = var.private
    TITLES   = var.titles
    BASE_URL = service.url
  }
  mount "links" {
    path = "/var/lib/shaarli"
  }
  tmpfs  = ["/tmp", "/var/cache/shaarli:32MiB"]
  memory = "192MiB"
  egress = var.titles ? { fr = "Lit le titre des pages que l’on ajoute", en = "Reads the title of the pages that are added" } : null
  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/login" # with or without a password asked for
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "16MiB"
}

privacy {
  purpose     = { fr = "Garder et partager des liens", en = "Keeping and sharing links" }
  legal_basis = "contract"
  data "links" {
    subjects   = { fr = "Personne ou groupe qui tient les liens", en = "Person or group that keeps the links" }
    categories = { fr = "Adresses, titres, notes, mots-clés, dates", en = "Addresses, titles, notes, tags, dates" }
    retention  = { fr = "Jusqu’à la suppression du lien", en = "Until the link is deleted" }
  }
  data "account" {
    subjects   = { fr = "Personne ou groupe qui tient les liens", en = "Person or group that keeps the links" }
    categories = { fr = "Nom de compte, empreinte salée du mot de passe", en = "Account name, salted hash of the password" }
    retention  = { fr = "Jusqu’à la fin du service", en = "Until the service ends" }
  }
  keeps_addresses = {
    fr = "Adresse de chaque connexion, réussie ou refusée, dans le journal de Shaarli, vidé à chaque démarrage ; adresses bannies, 30 minutes"
    en = "Address of each sign-in, accepted or refused, in Shaarli’s log, emptied at each start; banned addresses, 30 minutes"
  }
}

rights {
  export    = { fr = "Menu Outils, Exporter : tous les liens dans un fichier que lisent les navigateurs.", en = "Menu Tools, Export: all links in a file that browsers read." }
  erase     = { fr = "Lien par lien dans l’interface ; tout, sur demande, avec le service.", en = "Link by link in the interface; everything, on request, with the service." }
  within    = "30 days"
  formats   = ["text/html"]
  accepts   = ["text/html"]
  elsewhere = ["wallabag", "LinkAce", "Firefox"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Les liens s’ajoutent à ${service.url}/login avec le mot de passe de départ ${secret.password}"
  en = "Links are added at ${service.url}/login with the first password ${secret.password}"
}
