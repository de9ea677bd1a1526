chaton "petitchaton" {
  name     = "Le Petit Chaton"
  domain   = "petitchaton.example"
  language = "fr"
}

contact {
  email     = "contact@petitchaton.example"     # the only one required; may be at another hoster's
  security  = "securite@petitchaton.example"    # default: email
  abuse     = "signalement@petitchaton.example" # DSA art. 11, 12, 16; default: email
  languages = ["fr", "en"]
}

organization {
  type         = "ASSOCIATION" # ASSOCIATION INFORMAL COOPERATIVE MICROCOMPANY COMPANY INDIVIDUAL OTHER
  legal_name   = "Association Le Petit Chaton"
  registration = "W600000000" # RNA, SIRET…; optional
  address      = "12 rue des Lilas, 60200 Compiègne"
  country      = "FR"
  phone        = "+33 3 53 01 00 00"
  founded      = "2026-03-01"
  description = {
    fr = "Association d'éducation populaire au numérique."
    en = "Association for popular digital education."
  }
  social    = { mastodon = "https://social.example/@petitchaton" }
  chatrooms = { xmpp = "xmpp:petitchaton@chat.example?join" }
  funding   = { helloasso = "https://www.helloasso.com/associations/exemple" }
}

person "camille" {
  name    = "Camille Martin"
  roles   = ["présidence", "publication"] # own words; "publication" marks the director of publication
  publish = "name"                        # name, role, nothing
  contact = "camille@ailleurs.example"    # dossier only, never published
  root    = ["petitchaton"]               # machines; with a signed date, proof of the administrators' charter
  signed  = "2026-11-22"
  until   = "2027-09-30" # end of mandate
}

holding "domaine" { # what a team needs that is on no machine: never a secret, only where it is
  what    = { fr = "Nom de domaine petitchaton.example" }
  where   = { fr = "Coffre de mots de passe de l'association" }
  holders = ["camille"] # one holder only is a warning
  expires = "2027-03-01"
}

hosting { # the machine that chatiere runs on
  provider         = "Hébergeur Exemple"
  provider_address = "1 place du Marché, 31000 Toulouse"
  provider_phone   = "+33 5 36 49 00 00"
  provider_type    = "OUTSOURCED" # HOME HOSTEDBAY HOSTEDSERVER OUTSOURCED; derived by the wizard from plain questions
  server_type      = "VIRTUAL"    # NANO PHYSICAL VIRTUAL SHARED CLOUD; checked against provider_type
  place            = "Toulouse"   # a town or a department; with HOME a street is refused
  country          = "FR"
  control          = "root" # root, or a sentence
  # addresses = ["203.0.113.7", "2001:db8::7"]   public addresses, where the machine doesn't know its own (a home router)
}

machine "bob" { # any other machine; same attributes
  provider      = "Hébergeur Exemple"
  provider_type = "HOSTEDBAY"
  server_type   = "PHYSICAL"
  place         = "Compiègne"
  country       = "FR"
  control       = "root"
  role          = { fr = "Sauvegardes", en = "Backups" }
}

supplier "registrar" { # relay, backup places and machines are added by themselves
  name    = "Bureau Exemple"
  country = "FR"
  purpose = { fr = "Nom de domaine", en = "Domain name" }
  sees    = "none" # none, or the personal data that it sees
  read    = "2026-11-20" # when its terms were read against the charter, and by whom
  by      = "camille"
}

engine {
  kind = "docker" # docker (default), swarm (not yet), none: nothing is run, only declared, measured and checked
  pool = "10.213.0.0/16"
}

source "associatif" { # modules from elsewhere: `module = "associatif/kiwi"`
  git      = "https://forge.example/modules.git"
  revision = "9f3c1b2a4d5e6f708192a3b4c5d6e7f801234567" # a full commit; the content's hash goes to the lock file
}

gateway {
  mode    = "edge"            # edge (default), behind, passthrough, none
  listen  = ["0.0.0.0", "::"] # behind and passthrough: default 127.0.0.1
  http    = 80                # 0: none
  https   = 443
  trusted = ["127.0.0.1/32", "::1/128"]
}

tls {
  issuer = "letsencrypt" # letsencrypt, internal (own CA, loopback and rehearsal), acme, files
}

site {
  host      = "petitchaton.example" # default: chaton.domain
  publish   = "gateway"             # gateway; folder: written to `folder` for an existing web server; none
  logo      = "logo.svg"
  accent    = "#a46708"
  templates = "templates"
  versions  = "public" # or private: exact software versions stay out of what is published
  page "terms" {       # written elsewhere: linked and looked at, not generated
    url = "https://petitchaton.example/cgu"
  }
}

backup {
  repository = "sftp:backup@ami.example:/petitchaton"
  place      = "Compiègne, chez un chaton voisin" # published: the charter wants it known
  schedule   = "03:30"
  keep       = { daily = 7, weekly = 4, monthly = 12 }
  drill      = "weekly"
  copy "armoire" {
    repository = "/mnt/usb/petitchaton"
    place      = "Au local, disque débranché"
    schedule   = "weekly"
  }
}

logs {
  decided_by = "bureau" # absent: left to decide, and the page says « pas encore décidé »
  on         = "2026-11-22"
  kind "access" {           # the gateway's own
    content   = "anonymous" # none, anonymous (no address, no query), full
    retention = "14 days"
    reason    = { fr = "Repérer les pannes.", en = "Finding faults." }
  }
  kind "creation" {           # address, port, time and service of requests that create content, kept apart, root only
    content   = "full"        # none or full: law and charter pull apart, see ../domain/law.md; nobody chooses silently
    retention = "12 months"
    reason    = { fr = "Décret 2021-1362, art. 5.", en = "Decree 2021-1362, art. 5." }
  }
  kind "application" { # the engine's log of each container, kept by day, see the rules
    retention = "7 days"
  }
  kind "system" { # journald, sshd: measured on each machine
    retention = "30 days"
  }
  kind "front" { # a proxy or relay in front: declared
    content   = "full"
    retention = "14 days"
  }
}

mail { # optional relay for services that send mail; its password is asked once and kept in the vault
  host       = "mail.ailleurs.example"
  port       = 465
  encryption = "tls"
  user       = "noreply@petitchaton.example"
  from       = "noreply@petitchaton.example"
}

alert {
  email = ["astreinte@ailleurs.example"] # refused if its mail server is one of this chaton's machines
  ntfy  = "https://ntfy.ailleurs.example/petitchaton"
}

finances {
  model = { fr = "Adhésions à prix libre et dons.", en = "Pay-what-you-want membership and donations." }
}

year "2026" {
  accounts = "https://petitchaton.example/comptes-2026.pdf"
  activity = "https://petitchaton.example/rapport-2026.pdf"
}

meeting "permanence" {
  when  = { fr = "Premier jeudi du mois, 18 h" }
  where = { fr = "Maison des associations, Compiègne" }
}

contribution "2026-traduction" {
  on   = "2026-10-12"
  what = { fr = "Traduction de 40 chaînes de DokuWiki" }
  url  = "https://translate.example/petitchaton"
}

pause "ete" { # a line on every page, status IDLE
  from  = "2027-07-05"
  until = "2027-09-01"
  text  = { fr = "Équipe en vacances : réponse sous quinze jours.", en = "Team away: answers within two weeks." }
}

charter {
  text       = "https://www.chatons.org/charte"
  sha256     = "0000000000000000000000000000000000000000000000000000000000000000"
  accepted   = "2026-11-22"
  by         = "camille"
  decided_by = { fr = "Assemblée générale du 20 novembre 2026" }
  pledge "user-meetings" {
    statement = { fr = "Permanence le premier jeudi du mois." }
    by        = "bureau"
    on        = "2026-11-22"
  }
}

membership { # only once the collective has voted; writes memberof.chatons.*
  accepted = "2027-06-15"
  decision = "https://framagit.example/issues/1"
}

service "agenda" {
  module  = "radicale"
  host    = "agenda.petitchaton.example"
  aliases = ["calendrier.petitchaton.example"] # answer with a redirect
  open_to = ["members"] # everyone, accounts, members, clients -> service.registration
  load    = "OPEN"      # OPEN, FULL
  opened  = "2026-12-01"
  settings = {
    title = "Agendas du Petit Chaton"
  }
  limits "app" { # never below the module's own
    memory = "256MiB"
    cpus   = 2
  }
  hosts = { web = "agenda.petitchaton.example" } # by route name, over the module's
  uses  = {}                                     # answers to the module's `uses` blocks
  # published = "loopback"                       its `publish` ports on 127.0.0.1 only; default: all addresses
}

service "wiki" {
  module = "dokuwiki"
} # host defaults to wiki.<domain>; no `opened`: on trial

service "forge" { # already runs, and is not ours to touch: declared, measured from outside, checked
  machine = "bob"
  external {
    url     = "https://git.petitchaton.example/"
    install = "PACKAGE"
  }
  software {
    name    = "Forgejo"
    version = "16.0"
    license = "GPL-3.0-or-later"
    website = "https://forgejo.org/"
    source  = "https://codeberg.org/forgejo/forgejo"
  }
  backup {
    schedule = { fr = "Chaque nuit, avec borg", en = "Every night, with borg" }
    place    = "Compiègne"
    keep     = { fr = "30 jours", en = "30 days" }
    restored = "2026-10-04" # last restore that a person really did; absent: published as never tried
  }
  privacy {
    purpose     = { fr = "Héberger du code", en = "Hosting code" }
    legal_basis = "contract"
    data "accounts" {
      subjects   = { fr = "Titulaires de compte", en = "Account holders" }
      categories = { fr = "Nom, adresse de courriel, contributions", en = "Name, e-mail address, contributions" }
      retention  = { fr = "Jusqu'à la suppression du compte", en = "Until the account is deleted" }
    }
  }
  open_to = ["accounts"]
}

service "pads" {
  module = "etherpad"
  closing {
    announced  = "2027-03-01"
    on         = "2027-08-31" # from then on the gateway answers 410 with this text and links
    data_until = "2027-11-30" # afterwards destroyed, and the register says so
    reason     = { fr = "Plus personne pour s'en occuper." }
    successors = ["https://pads.chatonvoisin.example/"]
  }
}
