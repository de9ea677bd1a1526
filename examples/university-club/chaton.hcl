# Un club d’étudiants répète tout sur sa machine, sans domaine ni certificat
# public, avant d’ouvrir. Les noms en .localhost ne quittent pas la machine.

chaton "picachaton" {
  name     = "Picachaton"
  domain   = "picachaton.localhost" # le jour de l’ouverture : le vrai domaine, ici et nulle part ailleurs
  language = "fr"
}

contact {
  email     = "picachaton@asso.univ.example" # la liste du club : elle reste quand l’équipe change
  languages = ["fr", "en"]
}

organization {
  type       = "INFORMAL"
  legal_name = "Club Picachaton"
  country    = "FR"
  founded    = "2026-09-15"
  description = {
    fr = "Club d’étudiants qui héberge des services libres pour le campus."
    en = "Student club that hosts free services for the campus."
  }
}

# Une équipe par année : `until` dit quand prévoir la passation.
person "lou" {
  name    = "Lou Petit"
  roles   = ["présidence", "publication"]
  publish = "role"
  contact = "lou@etu.univ.example"
  root    = ["picachaton"]
  until   = "2027-09-30"
}

person "sacha" {
  name    = "Sacha Bernard"
  roles   = ["technique"]
  publish = "role"
  contact = "sacha@etu.univ.example"
  root    = ["picachaton"]
  until   = "2028-09-30"
}

holding "badge" {
  what    = { fr = "Badge de la salle des serveurs", en = "Badge of the server room" }
  where   = { fr = "Tiroir du local, sous clé", en = "Drawer of the club’s room, locked" }
  holders = ["lou", "sacha"] # deux personnes : si l’une part, l’autre l’a encore
}

hosting {
  provider      = "Université Exemple"
  provider_type = "HOSTEDBAY" # machine du club, dans un placard de l’université
  server_type   = "PHYSICAL"
  place         = "Compiègne"
  country       = "FR"
  control       = "root"
}

tls {
  issuer = "internal" # autorité de certification du club : les navigateurs préviennent, c’est voulu
}

alert {
  email = ["picachaton-technique@asso.univ.example"]
}

meeting "permanence" {
  when  = { fr = "Mardi, 18 h, pendant les semestres", en = "Tuesdays at 6 pm, in term" }
  where = { fr = "Local du club", en = "The club’s room" }
}

pause "ete" {
  from  = "2027-07-05"
  until = "2027-09-01"
  text  = { fr = "Équipe en vacances : réponse sous quinze jours.", en = "Team away: answers within two weeks." }
}

service "agenda" {
  module = "radicale"
  settings = {
    title = "Agendas du campus"
  }
}

service "wiki" {
  module  = "dokuwiki"
  open_to = ["accounts"]
}

service "flux" { # la base PostgreSQL vient avec
  module = "miniflux"
}
