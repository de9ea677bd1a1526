module "etherpad" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Bloc-notes à plusieurs", en = "Shared pads" }
  summary = {
    fr = "Écrire un texte à plusieurs, en même temps, sans compte."
    en = "Write a text together, at the same time, without an account."
  }
  category = "pad"
  replaces = ["Google Docs", "Microsoft Word Online"]
  open_to  = ["everyone"]
  verified = "live"
}

software {
  name    = "Etherpad"
  version = "1.8.14"
  website = "https://etherpad.org/"
  source  = "https://github.com/ether/etherpad-lite"
  license = "Apache-2.0"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Textes — ${chaton.name}" : "Pads — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "welcome" {
  type    = string
  default = chaton.language == "fr" ? "Bienvenue ! Ce texte s’écrit à plusieurs : donnez son adresse à qui doit le lire.\n" : "Welcome! This text is written together: give its address to whoever shall read it.\n"
  label   = { fr = "Premiers mots de chaque nouveau texte", en = "First words of each new text" }
}

variable "expire_months" {
  type    = number
  default = 0
  label   = { fr = "Mois sans modification après lesquels un texte est effacé", en = "Months without change after which a text is erased" }
  help = {
    fr = "0 : jamais. À dire aux personnes hébergées avant de choisir un autre nombre."
    en = "0: never. Tell people before you choose another number."
  }
  validation {
    condition = var.expire_months >= 0 && floor(var.expire_months) == var.expire_months
    message   = { fr = "Un nombre entier de mois, 0 pour jamais.", en = "A whole number of months, 0 for never." }
  }
}

# Who has it may read and erase every text.
secret "api_key" {
  length = 48
}

secret "session_key" {
  length = 48
}

database "postgresql" {
  version = "17"
}

container "app" {
  build {
    context = "image"
  }
  env = {
    TITLE         = var.title
    WELCOME       = var.welcome
    EXPIRE_MONTHS = var.expire_months
    DB_HOST       = database.postgresql.host
    DB_NAME       = database.postgresql.name
    DB_USER       = database.postgresql.user
    DB_PASSWORD   = database.postgresql.password
  }
  file "/etc/etherpad/api-key" {
    content = secret.api_key
  }
  file "/etc/etherpad/session-key" {
    content = secret.session_key
  }
  tmpfs      = ["/tmp", "/opt/etherpad/var:32MiB"]
  memory     = "320MiB"
  update     = "replace" # two of them would write over each other
  stop_grace = "20s"
  port "http" {
    number = 9001
  }
  health {
    http {
      port   = "http"
      path   = "/"
      status = 200
    }
    start = "3m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "12MiB"
  headers = {
    # A text may hold the address of a picture elsewhere: no reader's browser
    # goes there.
    "Content-Security-Policy" = "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self' wss://${service.host}; frame-src 'self'; base-uri 'self'; form-action 'self'"
    "X-Content-Type-Options"  = "nosniff"
  }
}

job "expire" {
  container = "app"
  command   = ["pads", "expire", "http://${container.app.host}:9001"]
  every     = "daily"
  timeout   = "30m"
}

privacy {
  purpose     = { fr = "Écrire un texte à plusieurs", en = "Writing a text together" }
  legal_basis = "contract"
  data "texts" {
    subjects   = { fr = "Personnes qui écrivent, personnes citées", en = "People who write, people who are mentioned" }
    categories = { fr = "Texte et chacune de ses versions, messages échangés, pseudonyme et couleur", en = "Text and each of its versions, chat messages, nickname and colour" }
    retention  = { fr = "Jusqu’à la suppression du texte, ou le nombre de mois sans modification que l’équipe a choisi", en = "Until the text is deleted, or the number of months without change that the team chose" }
  }
  keeps_addresses = {
    fr = "Adresse de qui importe ou exporte sans relâche, dans le journal technique du conteneur"
    en = "Address of whoever imports or exports without pause, in the container’s log"
  }
}

rights {
  export    = { fr = "Depuis chaque texte : Importer/Exporter, en texte simple ou en HTML.", en = "From each text: Import/Export, as plain text or HTML." }
  erase     = { fr = "Un texte entier sur demande, avec toutes ses versions.", en = "A whole text on request, with all its versions." }
  within    = "30 days"
  formats   = ["text/plain", "text/html"]
  accepts   = ["text/plain", "text/html"]
  elsewhere = ["HedgeDoc", "CryptPad"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = "Un texte s’ouvre à ${service.url} : qui connaît son adresse peut le lire et l’écrire."
  en = "A text is opened at ${service.url}: whoever knows its address may read and write it."
}

action "list_pads" {
  label     = { fr = "Lister les textes", en = "List the texts" }
  container = "app"
  command   = ["pads", "list"]
}

action "erase_pad" {
  label     = { fr = "Effacer un texte et toutes ses versions", en = "Erase a text and all its versions" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du texte, comme dans son adresse", en = "Name of the text, as in its address" }
  }
  command = ["pads", "erase", input.name]
}
