# Ce module est juste et démarre : il montre une page. Remplacez-le morceau par
# morceau par votre logiciel, et demandez souvent : chatiere module validate

module "<<.Name>>" {
  language = 1
  version  = "0.1.0" # de ce dossier, à changer avec son contenu ; CHANGELOG.md suit

  # Ce que lisent les personnes qui choisissent. Le français est obligatoire, et
  # l’anglais aussi dans un module livré avec chatiere.
  title = { fr = "Une page", en = "A page" }
  summary = {
    fr = "Montre une page."
    en = "Shows a page."
  }
  category = "other" # la liste est à la fin du langage des modules
  replaces = []      # par exemple ["Google Docs"]
}

# Le logiciel, comme ses auteurs l’écrivent. Seul le logiciel libre est accepté.
software {
  name    = "BusyBox"
  version = "1.37.0" # la plus ancienne dont on sait qu’elle marche
  website = "https://busybox.net/"
  source  = "https://git.busybox.net/busybox"
  license = "GPL-2.0-only"
  package = "busybox" # le paquet Debian dont la version est constatée ; sinon, retirez cette ligne
}

# Une question à qui installe. Sans default, il faut y répondre.
variable "title" {
  type    = string
  default = "Une page — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}
<<if .Engine>>
# Un serveur pour ce service seul : la plateforme le fait tourner et le sauvegarde.
<<.Block>> "<<.Engine>>" {
  version = "<<.Version>>"
}
<<end>>
# Un secret est tiré au sort une fois ; il s’écrit secret.NOM dans env ou dans un
# file, jamais dans une commande.
#
# secret "key" {
#   length = 64
# }

# Ce qui survit aux conteneurs.
volume "data" {
  backup      = true # false pour ce qui peut être refait
  description = { fr = "Ce que le service garde", en = "What the service keeps" }
}

container "app" {
  build {
    context = "image" # ou, à la place : image = "docker.io/…/…:1.2.3", jamais latest
  }
  env = {
    TITLE = var.title
    URL   = service.url
<<if .Engine>>    DATABASE_URL = <<.Block>>.<<.Engine>>.url
<<end>>  }
  mount "data" {
    path = "/srv/data" # existe dans l’image, à l’utilisateur du conteneur
  }
  tmpfs  = ["/tmp"] # la racine est en lecture seule
  memory = "64MiB"  # le plus qu’il lui faut, tel que mesuré par module test

  # Sans cette ligne, aucune sortie vers l’internet.
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

# L’entrée, par la passerelle et en HTTPS.
route "web" {
  container = "app"
  port      = "http"
}

# Le registre des traitements et la page sur la confidentialité viennent d’ici.
privacy {
  purpose     = { fr = "Montrer une page", en = "Showing a page" }
  legal_basis = "contract"
  data "visits" {
    subjects   = { fr = "Personnes qui lisent", en = "People who read" }
    categories = { fr = "Aucune donnée dans l’application", en = "No data in the application" }
    retention  = { fr = "Aucune", en = "None" }
  }
}

# Comment on part avec ses données.
rights {
  export  = { fr = "Il n’y a rien à emporter.", en = "There is nothing to take away." }
  erase   = { fr = "Il n’y a rien à supprimer.", en = "There is nothing to delete." }
  within  = "30 days"
  formats = ["text/html"]
}
