privacy {
  purpose     = { fr = "Écrire à plusieurs", en = "Writing together" }
  legal_basis = "contract" # contract, legitimate_interests, consent, legal_obligation, public_task, vital_interests
  data "content" {
    subjects   = { fr = "Personnes qui écrivent", en = "People who write" }
    categories = { fr = "Texte, pseudonyme, couleur", en = "Text, nickname, colour" }
    retention  = { fr = "Jusqu'à 12 mois sans modification", en = "Until 12 months without change" }
  }
  keeps_addresses = { fr = "Journal de l'application, 7 jours", en = "The application's log, 7 days" } # or false, when tried
  recipients      = []
  third_party "tile.openstreetmap.org" {
    reason = { fr = "Fond de carte", en = "Map background" }
  }
}

rights {
  export    = { fr = "Depuis chaque texte, menu Exporter.", en = "From each text, menu Export." }
  erase     = { fr = "Suppression sur demande.", en = "Deleted on request." }
  within    = "30 days" # how long erasure takes
  formats   = ["text/plain", "text/html"]
  accepts   = ["text/plain", "text/html"] # formats that the application can take in
  elsewhere = ["CryptPad"]                # other software that reads them
  remains   = { fr = "Les contributions aux textes des autres.", en = "Contributions to other people's texts." }
}
