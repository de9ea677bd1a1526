module "mumble" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Conversation vocale", en = "Voice chat" }
  summary = {
    fr = "Des salons où l’on se parle à plusieurs, avec un son clair et peu de débit."
    en = "Rooms where several people talk, with clear sound and little bandwidth."
  }
  category = "voice"
  replaces = ["Discord", "TeamSpeak", "Skype"]
  verified = "live"
}

software {
  name    = "Mumble"
  version = "1.5.735"
  website = "https://www.mumble.info/"
  source  = "https://github.com/mumble-voip/mumble"
  license = "BSD-3-Clause"
  package = "mumble-server"
}

variable "welcome" {
  type    = string
  default = chaton.language == "fr" ? "Bienvenue chez ${chaton.name}." : "Welcome to ${chaton.name}."
  label   = { fr = "Message d’accueil", en = "Welcome message" }
}

variable "open" {
  type    = bool
  default = false
  label   = { fr = "On entre sans mot de passe", en = "People join without a password" }
  help = {
    fr = "Sans cela, le mot de passe d’entrée, commun à tout le monde, est affiché après la mise en place."
    en = "Otherwise the password to join, the same for everybody, is shown after the first deployment."
  }
}

variable "people" {
  type     = number
  advanced = true
  default  = 50
  label    = { fr = "Personnes en même temps, au plus", en = "People at the same time, at most" }
  validation {
    condition = var.people >= 2 && var.people <= 500
    message   = { fr = "Entre 2 et 500 personnes.", en = "Between 2 and 500 people." }
  }
}

secret "join_password" {
  length = 12
  reveal = true
  label  = { fr = "Mot de passe pour entrer", en = "Password to join" }
}

secret "superuser_password" {
  length = 24
  reveal = true
  label  = { fr = "Mot de passe du compte SuperUser", en = "Password of the account SuperUser" }
}

volume "data" {
  backup      = true
  description = { fr = "Salons, droits, personnes enregistrées", en = "Rooms, rights, registered people" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    SUPERUSER_PASSWORD = secret.superuser_password
    HOST               = service.host # whose certificate mumble-try wants
    CA_FILE            = chaton.ca_file
  }
  file "/etc/mumble/server.ini" {
    content = templatefile("files/server.ini.tmpl", {
      certificate = "/etc/mumble/tls/${service.host}"
      password    = var.open ? "" : secret.join_password
      people      = var.people
      welcome     = replace(replace(replace(var.welcome, "\\", "\\\\"), "\"", "\\\""), "\n", "<br/>")
    })
  }
  mount "data" {
    path = "/var/lib/mumble"
  }
  tmpfs  = ["/tmp:16MiB"]
  memory = "64MiB"
  port "voice" {
    number = 64738
  }
  health {
    command = ["mumble-ping"]
  }
}

publish "voice" {
  container   = "app"
  port        = "voice"
  protocols   = ["tcp", "udp"]
  certificate = "/etc/mumble/tls"
  reload      = ["certificate-reload"]
}

privacy {
  purpose     = { fr = "Se parler à plusieurs", en = "Talking together" }
  legal_basis = "contract"
  data "voices" {
    subjects   = { fr = "Personnes qui parlent et écrivent", en = "People who talk and write" }
    categories = { fr = "Voix et messages écrits", en = "Voice and written messages" }
    retention  = { fr = "Aucune : rien n’est enregistré par le serveur", en = "None: the server records nothing" }
  }
  data "people" {
    subjects   = { fr = "Personnes enregistrées", en = "Registered people" }
    categories = { fr = "Nom choisi, empreinte du certificat de l’application, adresse de courriel si elle y figure, dernière venue, droits", en = "Chosen name, fingerprint of the application’s certificate, e-mail address if it is in it, last visit, rights" }
    retention  = { fr = "Jusqu’à la désinscription, par la personne qui administre", en = "Until an administrator removes the registration" }
  }
  keeps_addresses = {
    fr = "Aucune en clair : le journal technique du conteneur porte un code à la place ; l’adresse d’une personne bannie, tant que dure le bannissement"
    en = "None in clear: the container’s log has a code in its place; the address of somebody who is banned, for as long as the ban"
  }
}

rights {
  export    = { fr = "Sur demande : le nom enregistré et la date de dernière venue.", en = "On request: the registered name and the date of the last visit." }
  erase     = { fr = "Sur demande, par la liste des personnes enregistrées.", en = "On request, from the list of registered people." }
  within    = "30 days"
  formats   = ["text/plain"]
  elsewhere = ["Jitsi Meet"]
  remains   = { fr = "Les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "The backups, until the end of their retention." }
}

notice {
  fr = var.open ? "L’application Mumble se connecte à ${service.host}. Le compte SuperUser a pour mot de passe ${secret.superuser_password}" : "L’application Mumble se connecte à ${service.host}, mot de passe ${secret.join_password}. Le compte SuperUser a pour mot de passe ${secret.superuser_password}"
  en = var.open ? "The application Mumble connects to ${service.host}. The account SuperUser has the password ${secret.superuser_password}" : "The application Mumble connects to ${service.host}, password ${secret.join_password}. The account SuperUser has the password ${secret.superuser_password}"
}
