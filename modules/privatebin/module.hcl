# Written from PrivateBin's and its image's documentation (July 2026). Not
# tried: no registry was reachable.
module "privatebin" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Textes chiffrés à partager", en = "Encrypted texts to share" }
  summary = {
    fr = "Partager un texte que le serveur ne peut pas lire, et qui s’efface à l’heure dite."
    en = "Share a text that the server cannot read, and that erases itself on time."
  }
  category = "paste"
  replaces = ["Pastebin", "WeTransfer"]
  open_to  = ["everyone"]
}

software {
  name    = "PrivateBin"
  version = "2.0.6"
  website = "https://privatebin.info/"
  source  = "https://github.com/PrivateBin/PrivateBin"
  license = "Zlib"
}

variable "title" {
  type    = string
  default = "PrivateBin — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "expire" {
  type    = string
  default = "1week"
  choices = ["5min", "10min", "1hour", "1day", "1week", "1month", "1year"]
  label   = { fr = "Durée de vie proposée d’abord", en = "Lifetime that is offered first" }
}

variable "forever" {
  type     = bool
  advanced = true
  default  = false
  label    = { fr = "On peut garder un texte sans limite de durée", en = "A text can be kept without end" }
}

variable "files" {
  type    = bool
  default = false
  label   = { fr = "On peut joindre un fichier", en = "A file can be attached" }
  help = {
    fr = "Un fichier de 7 Mo au plus, chiffré comme le texte."
    en = "A file of 7 MB at most, encrypted like the text."
  }
}

variable "discussion" {
  type    = bool
  default = true
  label   = { fr = "On peut discuter sous un texte", en = "A text can be discussed" }
}

volume "data" {
  backup      = true
  description = { fr = "Textes chiffrés, jusqu’à leur échéance", en = "Encrypted texts, until they expire" }
}

container "app" {
  image = "docker.io/privatebin/nginx-fpm-alpine:2.0.6"
  user  = "65534:82"
  env = {
    PHP_TZ = "UTC" # expiry is counted in it: never change it
  }
  file "/srv/cfg/conf.php" {
    content = templatefile("files/conf.php.tmpl", {
      title      = replace(replace(var.title, "\\", ""), "\"", "”")
      url        = service.url
      language   = chaton.language
      expire     = var.expire
      forever    = var.forever
      files      = var.files
      discussion = var.discussion
    })
  }
  # The image writes every visitor's address to its log.
  file "/etc/nginx/http.d/access_log.conf" {
    content = "access_log off;\n"
  }
  mount "data" {
    path = "/srv/data"
  }
  # s6 runs its copied scripts from /run.
  tmpfs  = ["/tmp:32MiB", "/run:16MiB:exec", "/var/lib/nginx/tmp:32MiB"]
  memory = "256MiB"
  port "http" {
    number = 8080
  }
  health {
    http {
      port   = "http"
      path   = "/"
      status = 200
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "15MiB" # what the image's nginx takes
}

job "purge" {
  container = "app"
  command   = ["/srv/bin/administration", "--purge"]
  every     = "daily"
}

action "erase_text" {
  label     = { fr = "Effacer un texte", en = "Erase a text" }
  container = "app"
  input "id" {
    type  = string
    label = { fr = "Les 16 signes qui suivent le point d’interrogation dans son adresse", en = "The 16 characters after the question mark in its address" }
    validation {
      condition = can(regex("^[0-9a-f]{16}$", input.id))
      message   = { fr = "16 signes, de 0 à 9 et de a à f.", en = "16 characters, 0 to 9 and a to f." }
    }
  }
  command = ["/srv/bin/administration", "--delete", input.id]
}

action "statistics" {
  label     = { fr = "Compter les textes", en = "Count the texts" }
  container = "app"
  command   = ["/srv/bin/administration", "--statistics"]
}

privacy {
  purpose     = { fr = "Partager un texte en privé", en = "Sharing a text in private" }
  legal_basis = "contract"
  data "texts" {
    subjects   = { fr = "Personnes qui partagent un texte", en = "People who share a text" }
    categories = { fr = "Texte, fichier joint et commentaires chiffrés, illisibles par le serveur, date de création et échéance", en = "Encrypted text, attached file and comments, unreadable by the server, date of creation and expiry" }
    retention  = { fr = "Jusqu’à l’échéance choisie par la personne, un an au plus sauf autre choix de l’équipe", en = "Until the expiry that the person chose, a year at most unless the team chose otherwise" }
  }
  data "rate" {
    subjects   = { fr = "Personnes qui partagent un texte", en = "People who share a text" }
    categories = { fr = "Empreinte salée de l’adresse, pour limiter le rythme", en = "Salted hash of the address, to limit the pace" }
    retention  = { fr = "Jusqu’au partage suivant, passé dix secondes", en = "Until the next text is shared, after ten seconds" }
  }
}

rights {
  export  = { fr = "Chaque texte se copie ou s’enregistre depuis sa page.", en = "Each text is copied or saved from its page." }
  erase   = { fr = "Par la personne, avec le lien de suppression affiché au partage ; sur demande, avec l’adresse du texte.", en = "By the person, with the deletion link shown when sharing; on request, with the text’s address." }
  within  = "30 days"
  formats = ["text/plain", "text/markdown"]
  accepts = ["text/plain", "text/markdown"]
  elsewhere = [
    "Yopass",
    "CryptPad",
  ]
  remains = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation, chiffrées par la personne.", en = "The backups, until the end of their retention, encrypted by the person." }
}

notice {
  fr = "Un texte se partage à ${service.url} ; sans son adresse entière, personne ne peut le lire, pas même l’équipe."
  en = "A text is shared at ${service.url}; without its whole address nobody can read it, not even the team."
}
