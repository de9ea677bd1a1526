variable "key" {
  type      = string
  label     = "Clé"
  sensitive = true
}

secret "shown" {
  reveal = true
  label  = "Mot de passe"
}

secret "kept" {}

notice {
  fr = "${secret.shown} ${secret.kept} ${var.key} ${mail.password}" # ERROR: Secret in notice # ERROR: Secret in notice # ERROR: Secret in notice
  en = capture.token                                         # ERROR: Name out of scope
  de = "x"                                                   # ERROR: Unknown attribute
}
