# Une association, complète : ce fichier tourne et se publie. Tout y est inventé.
# Aucun secret ne s’écrit ici. L’ordre des blocs est libre.

chaton "petitchaton" {
  name     = "Le Petit Chaton"
  domain   = "petitchaton.example"
  language = "fr"
}

contact {
  email     = "contact@petitchaton.example"     # la seule obligatoire ; peut être chez un autre hébergeur
  security  = "securite@petitchaton.example"    # sinon : email
  abuse     = "signalement@petitchaton.example" # règlement européen sur les services numériques, art. 11, 12 et 16 ; sinon : email
  languages = ["fr", "en"]
}

organization {
  type         = "ASSOCIATION" # ASSOCIATION INFORMAL COOPERATIVE MICROCOMPANY COMPANY INDIVIDUAL OTHER
  legal_name   = "Association Le Petit Chaton"
  registration = "W600000000" # RNA, SIRET… ; facultatif
  address      = "12 rue des Lilas, 60200 Compiègne"
  country      = "FR"
  phone        = "+33 3 53 01 00 00"
  founded      = "2026-03-01"
  description = {
    fr = "Association d’éducation populaire au numérique."
    en = "Association for popular digital education."
  }
  social    = { mastodon = "https://social.example/@petitchaton" }
  chatrooms = { xmpp = "xmpp:petitchaton@chat.example?join" }
  funding   = { helloasso = "https://www.helloasso.com/associations/exemple" }
}

person "camille" {
  name    = "Camille Martin"
  roles   = ["présidence", "publication"] # mots libres ; « publication » désigne qui dirige la publication
  publish = "name"                        # name, role ou nothing
  contact = "camille@ailleurs.example"    # pour le dossier seulement, jamais publié
  root    = ["petitchaton"]               # les machines où elle est root
  signed  = "2026-11-22"                  # la charte des administratrices et administrateurs
  until   = "2027-09-30"                  # fin du mandat
}

person "alix" {
  name    = "Alix Dubois"
  roles   = ["technique"]
  publish = "role"
  contact = "alix@ailleurs.example"
  root    = ["petitchaton", "bob"]
  signed  = "2026-11-22"
}

holding "domaine" { # ce qu’il faut à l’équipe et qui n’est sur aucune machine : où c’est, jamais ce que c’est
  what    = { fr = "Nom de domaine petitchaton.example", en = "Domain name petitchaton.example" }
  where   = { fr = "Coffre de mots de passe de l’association", en = "The association’s password safe" }
  holders = ["camille", "alix"] # une seule personne serait un avertissement
  expires = "2027-03-01"
}

hosting { # la machine où tourne chatière
  provider         = "Hébergeur Exemple"
  provider_address = "1 place du Marché, 31000 Toulouse"
  provider_phone   = "+33 5 36 49 00 00"
  provider_type    = "OUTSOURCED" # HOME HOSTEDBAY HOSTEDSERVER OUTSOURCED
  server_type      = "VIRTUAL"    # NANO PHYSICAL VIRTUAL SHARED CLOUD
  place            = "Toulouse"   # une ville ou un département, jamais la rue de quelqu’un
  country          = "FR"
  control          = "root" # root, ou une phrase
  # addresses = ["203.0.113.7", "2001:db8::7"]   si la machine ne connaît pas ses adresses publiques (derrière une box)
}

machine "bob" { # une autre machine, que chatière ne touche pas
  provider      = "Hébergeur Exemple"
  provider_type = "HOSTEDBAY"
  server_type   = "PHYSICAL"
  place         = "Compiègne"
  country       = "FR"
  control       = "root"
  role          = { fr = "Forge et sauvegardes", en = "Forge and backups" }
}

supplier "registrar" {
  name    = "Bureau Exemple"
  country = "FR"
  purpose = { fr = "Nom de domaine", en = "Domain name" }
  sees    = "none"       # none, ou les données personnelles que ce fournisseur voit
  read    = "2026-11-20" # quand ses conditions ont été relues, et par qui
  by      = "camille"
}

engine {
  kind = "docker"
  # pool = "10.213.0.0/16"   les adresses des services ; sans cette ligne, la première plage libre
}

gateway {
  mode    = "edge"            # elle tient elle-même les ports 80 et 443
  listen  = ["0.0.0.0", "::"] # toutes les adresses, IPv4 et IPv6
  http    = 80                # renvoie vers https
  https   = 443
  trusted = ["127.0.0.1/32", "::1/128"]
}

tls {
  issuer = "letsencrypt" # letsencrypt, internal (répétition) ou acme (une autre autorité de certification)
}

site {
  host     = "petitchaton.example" # sinon : le domaine
  publish  = "gateway"             # servi par la passerelle
  accent   = "#a46708"
  versions = "public" # private : les versions exactes des logiciels ne sont pas publiées
}

backup {
  repository = "sftp:backup@ami.example:/petitchaton"
  place      = "Compiègne, chez un chaton voisin" # publié : la charte veut que ce soit su
  schedule   = "03:30"
  keep       = { daily = 7, weekly = 4, monthly = 12 }
  drill      = "weekly" # exercice de restauration
  copy "armoire" {
    repository = "/mnt/usb/petitchaton"
    place      = "Au local, disque débranché"
    schedule   = "weekly"
  }
}

logs {
  decided_by = "bureau" # sans cette ligne, la page dit « pas encore décidé »
  on         = "2026-11-22"
  kind "access" {           # ceux de la passerelle
    content   = "anonymous" # none, anonymous (ni adresse ni requête) ou full
    retention = "14 days"
    reason    = { fr = "Repérer les pannes.", en = "Finding faults." }
  }
  kind "creation" {    # adresse, port, heure et service de qui crée un contenu, à part
    content   = "full" # none ou full : la loi et la charte tirent chacune de leur côté, personne ne choisit sans le dire
    retention = "12 months"
    reason    = { fr = "Décret 2021-1362, art. 5.", en = "Decree 2021-1362, art. 5." }
  }
  kind "application" { # ceux des conteneurs
    retention = "7 days"
  }
  kind "system" { # ceux de chaque machine
    retention = "30 days"
  }
  kind "front" { # celui d’un serveur placé devant, ici chez l’hébergeur
    content   = "full"
    retention = "14 days"
  }
}

mail { # relais pour les services qui écrivent des courriels ; son mot de passe est demandé une fois et va au coffre
  host       = "mail.ailleurs.example"
  port       = 465
  encryption = "tls"
  user       = "noreply@petitchaton.example"
  from       = "noreply@petitchaton.example"
}

alert {
  email = ["astreinte@ailleurs.example"] # ailleurs, pour arriver quand cette machine est en panne
  ntfy  = "https://ntfy.ailleurs.example/petitchaton"
}

finances {
  model = { fr = "Adhésions à prix libre et dons.", en = "Pay-what-you-want membership and donations." }
}

year "2026" {
  accounts = "https://documents.example/petitchaton/comptes-2026.pdf"
  activity = "https://documents.example/petitchaton/rapport-2026.pdf"
}

meeting "permanence" {
  when  = { fr = "Premier jeudi du mois, 18 h", en = "First Thursday of the month, 6 pm" }
  where = { fr = "Maison des associations, Compiègne", en = "Maison des associations, Compiègne" }
}

contribution "2026-traduction" {
  on   = "2026-10-12"
  what = { fr = "Traduction de 40 chaînes de DokuWiki", en = "Translation of 40 strings of DokuWiki" }
  url  = "https://translate.example/petitchaton"
}

pause "ete" { # une ligne sur chaque page pendant ces jours
  from  = "2027-07-05"
  until = "2027-09-01"
  text  = { fr = "Équipe en vacances : réponse sous quinze jours.", en = "Team away: answers within two weeks." }
}

charter {
  text       = "https://www.chatons.org/charte"
  sha256     = "0000000000000000000000000000000000000000000000000000000000000000" # du texte accepté
  accepted   = "2026-11-22"
  by         = "camille"
  decided_by = { fr = "Assemblée générale du 20 novembre 2026", en = "General meeting of 20 November 2026" }
  pledge "user-meetings" {
    statement = { fr = "Permanence le premier jeudi du mois.", en = "Open evening on the first Thursday of the month." }
    by        = "bureau"
    on        = "2026-11-22"
  }
}

# Seulement quand le collectif a voté :
# membership {
#   accepted = "2027-06-15"
#   decision = "https://framagit.example/issues/1"
# }

service "agenda" {
  module  = "radicale"
  host    = "agenda.petitchaton.example"
  aliases = ["calendrier.petitchaton.example"] # renvoie vers le premier nom
  open_to = ["members"]                        # everyone, accounts, members, clients
  load    = "OPEN"                             # FULL : n’accueille plus personne pour l’instant
  opened  = "2026-12-01"                       # sans date : à l’essai, absent de la page d’accueil
  settings = {
    title = "Agendas du Petit Chaton"
  }
  limits "app" { # jamais moins que ne demande le module
    memory = "256MiB"
    cpus   = 2
  }
}

service "wiki" { # sans host : wiki.petitchaton.example
  module  = "dokuwiki"
  open_to = ["members"]
  opened  = "2026-12-01"
  settings = {
    title           = "Le wiki du Petit Chaton"
    content_license = "cc-by-sa"
  }
}

service "forge" { # tourne déjà sur bob : déclaré et vérifié de l’extérieur, jamais touché
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
    restored = "2026-10-04" # dernière restauration vraiment faite par une personne
  }
  privacy {
    purpose     = { fr = "Héberger du code", en = "Hosting code" }
    legal_basis = "contract"
    data "accounts" {
      subjects   = { fr = "Titulaires de compte", en = "Account holders" }
      categories = { fr = "Nom, adresse de courriel, contributions", en = "Name, e-mail address, contributions" }
      retention  = { fr = "Jusqu’à la suppression du compte", en = "Until the account is deleted" }
    }
  }
  open_to = ["accounts"]
}
