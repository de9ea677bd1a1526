module "searxng" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Moteur de recherche", en = "Search engine" }
  summary = {
    fr = "Cherche dans plusieurs moteurs à la fois sans leur dire qui cherche."
    en = "Searches several engines at once without telling them who searches."
  }
  category = "search"
  replaces = ["Google", "Bing"]
  open_to  = ["everyone"]
}

# A rolling version: the project publishes no other.
software {
  name    = "SearXNG"
  version = "2026.10.9-f4822b3fc"
  website = "https://docs.searxng.org/"
  source  = "https://github.com/searxng/searxng"
  license = "AGPL-3.0-or-later"
}

variable "title" {
  type    = string
  default = chaton.language == "fr" ? "Recherche — ${chaton.name}" : "Search — ${chaton.name}"
  label   = { fr = "Titre affiché", en = "Displayed title" }
}

variable "safe_search" {
  type     = string
  advanced = true
  default  = "none"
  choices  = ["none", "moderate", "strict"]
  label    = { fr = "Filtre de départ des résultats", en = "First filter of results" }
}

variable "without" {
  type     = list(string)
  advanced = true
  default  = []
  label    = { fr = "Moteurs qui ne sont pas proposés", en = "Engines that are not offered" }
  help = {
    fr = "Par leur nom dans la page des préférences, par exemple google ou bing."
    en = "By their name in the page of preferences, for example google or bing."
  }
}

# Signs the addresses of pictures and what the limiter counts.
secret "secret_key" {
  length  = 64
  charset = "hex"
}

cache "redis" {
  version = "8"
}

container "app" {
  image = "docker.io/searxng/searxng:2026.10.9-f4822b3fc"
  user  = "977:977"
  env = {
    SEARXNG_SECRET     = secret.secret_key
    SEARXNG_BASE_URL   = "${service.url}/"
    SEARXNG_VALKEY_URL = replace(cache.redis.url, "redis://", "valkey://") # the same protocol
    GRANIAN_HOST       = "0.0.0.0"
    GRANIAN_PORT       = 8080
  }
  file "/etc/searxng/settings.yml" {
    content = templatefile("files/settings.yml.tmpl", {
      title       = jsonencode(var.title)
      contact     = jsonencode("mailto:${chaton.contact.email}")
      privacy     = jsonencode(page.privacy.url)
      safe_search = lookup({ none = 0, moderate = 1, strict = 2 }, var.safe_search, 0)
      without     = jsonencode(var.without)
    })
  }
  file "/etc/searxng/limiter.toml" {
    content = templatefile("files/limiter.toml", {})
  }

  # Favicons and the like: made again after each start.
  tmpfs  = ["/tmp", "/var/cache/searxng:64MiB"]
  memory = "512MiB"
  egress = { fr = "Pose les questions aux moteurs de recherche et va chercher les images des résultats", en = "Asks the search engines and fetches the pictures of results" }
  port "http" {
    number = 8080
  }
  health {
    http {
      port   = "http"
      path   = "/healthz"
      status = 200
    }
    start = "2m"
  }
}

route "web" {
  container  = "app"
  port       = "http"
  body_limit = "1MiB"
  headers = {
    # No video, sound or map of a result loads in the page: following its link is
    # a choice of the person.
    "Content-Security-Policy" = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self'; frame-src 'none'; media-src 'self'; object-src 'none'; base-uri 'self'"
    "Referrer-Policy"         = "no-referrer"
  }
}

exception "search_engines" {
  reason = {
    fr = "SearXNG n’a pas d’index à lui : il interroge ceux d’autrui, dont beaucoup sont propriétaires (Google, Bing, Brave, DuckDuckGo…). Seule la question leur parvient, depuis l’adresse du serveur, sans témoin ni adresse de la personne."
    en = "SearXNG has no index of its own: it asks those of others, many of them proprietary (Google, Bing, Brave, DuckDuckGo…). Only the question reaches them, from the server’s address, without cookie or address of the person."
  }
}

privacy {
  purpose     = { fr = "Chercher sur le web sans être suivi", en = "Searching the web without being followed" }
  legal_basis = "legitimate_interests"
  data "questions" {
    subjects   = { fr = "Personnes qui cherchent", en = "People who search" }
    categories = { fr = "Question posée, filtre et langue", en = "Question, filter and language" }
    retention  = { fr = "Aucune : le temps de la réponse", en = "None: as long as the answer takes" }
  }
  keeps_addresses = {
    fr = "Empreinte du réseau de qui cherche, pour compter les requêtes : dix minutes, une heure pour les programmes, 30 jours pour un réseau qui abuse ; en mémoire"
    en = "Hash of the network of whoever searches, to count requests: ten minutes, an hour for programs, 30 days for a network that abuses; in memory"
  }
}

rights {
  export  = { fr = "Rien n’est gardé ; les préférences sont dans un témoin du navigateur, et se copient depuis leur page.", en = "Nothing is kept; preferences are in a cookie of the browser, and can be copied from their page." }
  erase   = { fr = "Rien n’est gardé.", en = "Nothing is kept." }
  formats = ["text/plain"]
  accepts = ["text/plain"]
  remains = { fr = "Ce que les moteurs interrogés gardent de la question, sans savoir de qui elle vient.", en = "What the engines that were asked keep of the question, without knowing whose it is." }
}

notice {
  fr = "La recherche est à ${service.url} ; les moteurs interrogés se choisissent dans ses préférences. Un moteur peut refuser un serveur trop connu : voir la page ${service.url}/stats"
  en = "Search is at ${service.url}; the engines that are asked are chosen in its preferences. An engine may refuse a server that is too well known: see the page ${service.url}/stats"
}
