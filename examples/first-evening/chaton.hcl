# Le plus petit fichier qui tourne : un nom, un domaine, une adresse, un service.
# Ce qu’il faut de plus pour publier : chatiere check --publish

chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example" # chez un autre hébergeur, pour servir quand cette machine est en panne
}

service "wiki" { # à https://wiki.petitchaton.example, à l’essai tant qu’il n’a pas de date d’ouverture
  module = "dokuwiki"
}
