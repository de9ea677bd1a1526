module "prosody" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Messagerie instantanée", en = "Instant messaging" }
  summary = {
    fr = "Un serveur XMPP : messages, salons, fichiers, avec les applications que chaque personne choisit."
    en = "An XMPP server: messages, rooms, files, with the applications that each person chooses."
  }
  category = "chat"
  replaces = ["WhatsApp", "Messenger", "Slack"]
  verified = "live"
}

software {
  name    = "Prosody"
  version = "13.0.1"
  website = "https://prosody.im/"
  source  = "https://hg.prosody.im/"
  license = "MIT"
  package = "prosody"
}

variable "short_addresses" {
  type    = bool
  default = false
  label   = { fr = "Adresses sous le domaine du chaton lui-même", en = "Addresses under the chaton’s own domain" }
  help = {
    fr = "camille@chaton.example plutôt que camille@discussion.chaton.example. Il faut alors deux enregistrements DNS de plus, _xmpp-client._tcp et _xmpp-server._tcp (SRV), vers l’adresse du service. Ne se change plus une fois les comptes créés."
    en = "camille@chaton.example rather than camille@chat.chaton.example. It then takes two more DNS records, _xmpp-client._tcp and _xmpp-server._tcp (SRV), to the service’s host. It can’t be changed once there are accounts."
  }
}

variable "rooms" {
  type     = string
  advanced = true
  default  = chaton.language == "fr" ? "salons" : "rooms"
  label    = { fr = "Nom des salons sous le domaine du chaton", en = "Name of the rooms under the chaton’s domain" }
  validation {
    condition = length(regexall("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$", var.rooms)) == 1
    message   = { fr = "Des minuscules sans accent, des chiffres et des tirets.", en = "Small letters, digits and hyphens." }
  }
}

variable "federation" {
  type    = bool
  default = true
  label   = { fr = "Échange avec les autres serveurs XMPP", en = "Talks to other XMPP servers" }
}

variable "keep_days" {
  type     = number
  advanced = true
  default  = 30
  label    = { fr = "Jours pendant lesquels messages et fichiers sont gardés", en = "Days that messages and files are kept" }
  help = {
    fr = "Assez pour qu’un deuxième appareil retrouve les conversations ; un jour au moins."
    en = "Enough for a second device to find the conversations; one day at least."
  }
  validation {
    condition = var.keep_days >= 1 && var.keep_days <= 365
    message   = { fr = "Entre 1 et 365 jours.", en = "Between 1 and 365 days." }
  }
}

# Only the two test accounts use it: nobody is told.
secret "test_password" {}

volume "data" {
  backup      = true
  description = { fr = "Comptes d’accès, contacts, messages et fichiers gardés, salons", en = "Accounts, contacts, messages and files that are kept, rooms" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    DOMAIN  = var.short_addresses ? chaton.domain : service.host
    CA_FILE = chaton.ca_file
  }
  file "/etc/prosody/prosody.cfg.lua" {
    content = templatefile("files/prosody.cfg.lua.tmpl", {
      host       = service.host
      domain     = var.short_addresses ? chaton.domain : service.host
      rooms      = fqdn(var.rooms)
      title      = replace(replace(chaton.name, "\\", "\\\\"), "\"", "\\\"")
      contact    = chaton.contact.email
      federation = var.federation
      keep_days  = var.keep_days
    })
  }
  mount "data" {
    path = "/var/lib/prosody"
  }
  tmpfs  = ["/tmp", "/run/prosody:1MiB"]
  memory = "128MiB"
  egress = var.federation ? { fr = "Échange avec d’autres serveurs XMPP", en = "Talks to other XMPP servers" } : null
  port "clients" {
    number = 5222
  }
  port "servers" {
    number = 5269
  }
  port "http" {
    number = 5280
  }
  health {
    http {
      port = "http"
      path = "/http-bind"
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "17MiB"
  timeout    = "2m" # a browser's request waits for the next message
}

publish "clients" {
  container         = "app"
  port              = "clients"
  certificate       = "/etc/prosody/tls"
  certificate_hosts = [var.short_addresses ? chaton.domain : service.host, fqdn(var.rooms)]
  reload            = ["prosodyctl", "reload"]
}

publish "servers" {
  container = "app"
  port      = "servers"
}

privacy {
  purpose     = { fr = "S’écrire à deux ou à plusieurs", en = "Writing to each other, in pairs or in groups" }
  legal_basis = "contract"
  data "messages" {
    subjects   = { fr = "Titulaires de compte et leurs correspondants", en = "Account holders and their correspondents" }
    categories = { fr = "Messages et fichiers, lisibles par le serveur quand l’application ne les chiffre pas (OMEMO), adresses, dates", en = "Messages and files, readable by the server when the application does not encrypt them (OMEMO), addresses, dates" }
    retention  = { fr = "30 jours, sauf autre choix de l’équipe", en = "30 days unless the team chose otherwise" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Adresse, empreinte du mot de passe (SCRAM), contacts, profil, clés publiques de chiffrement, salons", en = "Address, hash of the password (SCRAM), contacts, profile, public encryption keys, rooms" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  keeps_addresses = false
}

rights {
  export    = { fr = "Sur demande, un fichier XEP-0227 que d’autres serveurs XMPP savent reprendre ; les messages aussi depuis l’application.", en = "On request, an XEP-0227 file that other XMPP servers can take in; messages also from the application." }
  erase     = { fr = "Depuis l’application (supprimer le compte) ou sur demande.", en = "From the application (delete the account) or on request." }
  within    = "30 days"
  formats   = ["application/xml"]
  elsewhere = ["ejabberd", "Openfire"]
  remains   = { fr = "Les messages reçus par d’autres, sur leurs appareils et leurs serveurs ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Messages that others received, on their devices and servers; the backups, until the end of their retention." }
}

notice {
  fr = "Aucun compte n’existe encore. Pour en créer un : chatiere account create ${service.name} ; son adresse sera nom@${var.short_addresses ? chaton.domain : service.host}"
  en = "There is no account yet. To create one: chatiere account create ${service.name}; its address will be name@${var.short_addresses ? chaton.domain : service.host}"
}
