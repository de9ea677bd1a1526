module "radicale" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Agendas et contacts", en = "Calendars and contacts" }
  summary = {
    fr = "Synchronise agendas et carnets d’adresses (CalDAV, CardDAV)."
    en = "Synchronises calendars and address books (CalDAV, CardDAV)."
  }
  category = "calendar"
  replaces = ["Google Calendar", "Google Contacts", "iCloud"]
  verified = "live"
}

software {
  name    = "Radicale"
  version = "3.5.3"
  website = "https://radicale.org/"
  source  = "https://github.com/Kozea/Radicale"
  license = "GPL-3.0-or-later"
  package = "radicale"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Agendas — ${chaton.name}" : "Calendars — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
  help = {
    fr = "Le titre de la page par laquelle on gère ses agendas et ses carnets d’adresses."
    en = "The title of the page where people manage their calendars and address books."
  }
}

# Only the test account below uses it: nobody is told.
secret "test_password" {}

volume "collections" {
  backup      = true
  description = { fr = "Agendas, carnets d’adresses, comptes d’accès", en = "Calendars, address books, accounts" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE = var.title
  }
  mount "collections" {
    path = "/var/lib/radicale"
  }
  tmpfs  = ["/tmp"]
  memory = "192MiB"
  port "http" {
    number = 5232
  }
  health {
    http {
      port = "http"
      path = "/.web/"
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "2MiB"
}

privacy {
  purpose     = { fr = "Synchroniser agendas et contacts", en = "Synchronising calendars and contacts" }
  legal_basis = "contract"
  data "collections" {
    subjects   = { fr = "Titulaires de compte et leurs contacts", en = "Account holders and their contacts" }
    categories = { fr = "Évènements, tâches, fiches de contact", en = "Events, tasks, contact cards" }
    retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, empreinte bcrypt du mot de passe", en = "Account name, bcrypt hash of the password" }
    retention  = { fr = "Jusqu’à la fermeture du compte", en = "Until the account is closed" }
  }
  keeps_addresses = {
    fr = "Adresse d’une connexion refusée, avec le nom de compte essayé, dans le journal technique du conteneur"
    en = "Address of a refused sign-in, with the account name that was tried, in the container’s log"
  }
}

rights {
  export = {
    fr = "Depuis la page web : chaque agenda et chaque carnet se télécharge ; ou sur demande, tout d’un coup."
    en = "From the web page: each calendar and each address book can be downloaded; or on request, all at once."
  }
  erase     = { fr = "Depuis la page web, agenda par agenda ; le compte sur demande.", en = "From the web page, calendar by calendar; the account on request." }
  within    = "30 days"
  formats   = ["text/calendar", "text/vcard"]
  accepts   = ["text/calendar", "text/vcard"]
  elsewhere = ["Nextcloud", "Baïkal"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Aucun compte n’existe encore. Pour en créer un : chatiere account create ${service.name}"
  en = "There is no account yet. To create one: chatiere account create ${service.name}"
}
