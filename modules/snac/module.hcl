module "snac" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Microblog du Fédivers", en = "Fediverse microblog" }
  summary = {
    fr = "Publie de courts messages et suit des personnes sur Mastodon, Pixelfed, PeerTube… avec très peu de mémoire."
    en = "Publishes short posts and follows people on Mastodon, Pixelfed, PeerTube… with very little memory."
  }
  category = "social"
  replaces = ["X", "Threads", "Facebook"]
  verified = "live"
}

software {
  name    = "snac"
  version = "2.75"
  website = "https://comam.es/what-is-snac"
  source  = "https://codeberg.org/grunfink/snac2"
  license = "MIT"
  package = "snac2"
}

variable "title" {
  type    = string
  default = chaton.name
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "description" {
  type    = string
  default = chaton.language == "fr" ? "Une petite instance du Fédivers." : "A small instance of the Fediverse."
  label   = { fr = "Présentation de l’instance", en = "Description of the instance" }
}

variable "federation" {
  type    = bool
  default = true
  label   = { fr = "Échange avec le reste du Fédivers", en = "Talks to the rest of the Fediverse" }
}

variable "keep_days" {
  type     = number
  advanced = true
  default  = 120
  label    = { fr = "Jours pendant lesquels les messages des autres sont gardés", en = "Days that other people’s posts are kept" }
  validation {
    condition = var.keep_days >= 7 && var.keep_days <= 3650
    message   = { fr = "Entre 7 et 3650 jours.", en = "Between 7 and 3650 days." }
  }
}

# Only the test account uses it: nobody is told.
secret "test_password" {}

volume "data" {
  backup      = true
  description = { fr = "Comptes d’accès, messages, images, clés des comptes", en = "Accounts, posts, pictures, keys of the accounts" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    HOST = service.host
    SETTINGS = jsonencode({
      host                        = service.host
      prefix                      = ""
      protocol                    = "https"
      address                     = "0.0.0.0"
      port                        = 8001
      title                       = var.title
      short_description           = var.description
      admin_email                 = chaton.contact.email
      timeline_purge_days         = var.keep_days
      show_instance_timeline      = true
      cssurls                     = []
      disable_email_notifications = true

      # It closes each connection, and says so by this alone: the gateway would
      # try the next request on it.
      http_headers = { Connection = "close" }

      # What others publish passes through the service, so that their servers
      # don't see who reads.
      proxy_media = true
    })
  }
  mount "data" {
    path = "/var/lib/snac"
  }
  tmpfs  = ["/tmp:16MiB"]
  memory = "96MiB"
  egress = var.federation ? { fr = "Échange avec d’autres serveurs (fédération)", en = "Talks to other servers (federation)" } : null
  port "http" {
    number = 8001
  }
  health {
    http {
      port = "http"
      path = "/api/v1/instance"
    }
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "16MiB"
  headers = {
    # snac's own policy speaks of programs only. Not form-action: signing an
    # application in ends with a redirection to it.
    "Content-Security-Policy" = "default-src 'self'; script-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'"
  }
}

privacy {
  purpose     = { fr = "Publier et suivre des personnes sur le Fédivers", en = "Publishing and following people on the Fediverse" }
  legal_basis = "contract"
  data "posts" {
    subjects   = { fr = "Titulaires de compte, personnes suivies et qui répondent", en = "Account holders, people who are followed and who reply" }
    categories = { fr = "Messages, images, profils publics, abonnements, favoris", en = "Posts, pictures, public profiles, who follows whom, favourites" }
    retention  = { fr = "Messages reçus : 120 jours, sauf autre choix de l’équipe ; les siens jusqu’à leur suppression", en = "Posts received: 120 days unless the team chose otherwise; one’s own until they are deleted" }
  }
  data "accounts" {
    subjects   = { fr = "Titulaires de compte", en = "Account holders" }
    categories = { fr = "Nom de compte, profil, empreinte SHA-1 salée du mot de passe, clé de signature, applications autorisées, jours de connexion", en = "Account name, profile, salted SHA-1 hash of the password, signing key, applications that were let in, days of sign-in" }
    retention  = { fr = "Jusqu’à l’effacement du compte", en = "Until the account is erased" }
  }
  keeps_addresses = {
    fr = "Adresse d’une connexion refusée, dans un fichier de snac et dans le journal technique du conteneur"
    en = "Address of a refused sign-in, in a file of snac and in the container’s log"
  }
}

rights {
  export    = { fr = "Sur demande : messages (ActivityStreams), images, listes au format CSV que Mastodon sait reprendre.", en = "On request: posts (ActivityStreams), pictures, lists as CSV that Mastodon can take in." }
  erase     = { fr = "Chaque message depuis la page privée ; le compte sur demande, avec un avis de suppression envoyé aux autres serveurs.", en = "Each post from the private page; the account on request, with a deletion notice sent to the other servers." }
  within    = "30 days"
  formats   = ["application/activity+json", "text/csv"]
  elsewhere = ["Mastodon", "Pleroma", "GoToSocial"]
  remains   = { fr = "Les copies que d’autres serveurs ont gardées ; les sauvegardes, jusqu’à la fin de leur durée de conservation.", en = "Copies that other servers have kept; the backups, until the end of their retention." }
}

notice {
  fr = "Aucun compte n’existe encore. Pour en créer un : chatiere account create ${service.name} ; on le gère à ${service.url}/nom/admin ou avec une application pour Mastodon"
  en = "There is no account yet. To create one: chatiere account create ${service.name}; it is managed at ${service.url}/name/admin or with an application for Mastodon"
}
