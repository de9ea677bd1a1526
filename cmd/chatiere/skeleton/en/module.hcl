# This module is right and starts: it shows a page. Replace it piece by piece
# with your software, and ask often: chatiere module validate

module "<<.Name>>" {
  language = 1
  version  = "0.1.0" # of this folder, changed with its content; CHANGELOG.md follows

  # What those who choose read. French is required, and so is English in a module
  # that ships with chatiere.
  title = { fr = "Une page", en = "A page" }
  summary = {
    fr = "Montre une page."
    en = "Shows a page."
  }
  category = "other" # the list is at the end of the module language
  replaces = []      # for example ["Google Docs"]
}

# The software, as its authors spell it. Only free software is taken in.
software {
  name    = "BusyBox"
  version = "1.37.0" # the oldest that is known to work
  website = "https://busybox.net/"
  source  = "https://git.busybox.net/busybox"
  license = "GPL-2.0-only"
  package = "busybox" # the Debian package whose version is measured; else remove this line
}

# A question to whoever installs. Without default it must be answered.
variable "title" {
  type    = string
  default = "Une page — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}
<<if .Engine>>
# A server for this service alone: the platform runs it and backs it up.
<<.Block>> "<<.Engine>>" {
  version = "<<.Version>>"
}
<<end>>
# A secret is generated once; it is written secret.NAME in env or in a file,
# never in a command.
#
# secret "key" {
#   length = 64
# }

# What outlives containers.
volume "data" {
  backup      = true # false for what can be made again
  description = { fr = "Ce que le service garde", en = "What the service keeps" }
}

container "app" {
  build {
    context = "image" # or, in its place: image = "docker.io/…/…:1.2.3", never latest
  }
  env = {
    TITLE = var.title
    URL   = service.url
<<if .Engine>>    DATABASE_URL = <<.Block>>.<<.Engine>>.url
<<end>>  }
  mount "data" {
    path = "/srv/data" # is in the image, and the container's user owns it
  }
  tmpfs  = ["/tmp"] # the root is read-only
  memory = "64MiB"  # the most that it needs, as module test measured

  # Without this line, no way out to the internet.
  # egress = { fr = "Pourquoi il sort", en = "Why it goes out" }

  port "http" {
    number = 8080
  }
  health {
    http {
      port = "http"
      path = "/"
    }
  }
}

# The entrance, through the gateway and in HTTPS.
route "web" {
  container = "app"
  port      = "http"
}

# The register of processing and the page on privacy come from here.
privacy {
  purpose     = { fr = "Montrer une page", en = "Showing a page" }
  legal_basis = "contract"
  data "visits" {
    subjects   = { fr = "Personnes qui lisent", en = "People who read" }
    categories = { fr = "Aucune donnée dans l’application", en = "No data in the application" }
    retention  = { fr = "Aucune", en = "None" }
  }
}

# How people leave with their data.
rights {
  export  = { fr = "Il n’y a rien à emporter.", en = "There is nothing to take away." }
  erase   = { fr = "Il n’y a rien à supprimer.", en = "There is nothing to delete." }
  within  = "30 days"
  formats = ["text/html"]
}
