module "radicale" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Agendas et contacts", en = "Calendars and contacts" }
  summary = {
    fr = "Synchronise agendas et carnets d'adresses (CalDAV, CardDAV)."
    en = "Synchronises calendars and address books (CalDAV, CardDAV)."
  }
  category = "calendar"
  replaces = ["Google Calendar", "iCloud"]
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
  default = "Agendas — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

volume "collections" {
  backup      = true
  description = { fr = "Agendas et contacts", en = "Calendars and contacts" }
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
  memory = "128MiB"
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
  container = "app"
  port      = "http"
}

privacy {
  purpose     = { fr = "Synchroniser agendas et contacts", en = "Synchronising calendars and contacts" }
  legal_basis = "contract"
  data "collections" {
    subjects   = { fr = "Titulaires de compte et leurs contacts", en = "Account holders and their contacts" }
    categories = { fr = "Évènements, fiches de contact", en = "Events, contact cards" }
    retention  = { fr = "Jusqu'à la suppression du compte", en = "Until the account is deleted" }
  }
}

rights {
  export    = { fr = "Export iCalendar et vCard depuis l'interface.", en = "iCalendar and vCard export from the interface." }
  erase     = { fr = "Suppression sur demande.", en = "Deleted on request." }
  within    = "30 days"
  formats   = ["text/calendar", "text/vcard"]
  accepts   = ["text/calendar", "text/vcard"]
  elsewhere = ["Nextcloud", "Baïkal"]
}

action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20
  }
  command = ["account-create", input.name]
  stdin   = input.password
}

test "web interface" {
  request {
    path = "/.web/"
  }
  expect {
    status = 200
  }
}
