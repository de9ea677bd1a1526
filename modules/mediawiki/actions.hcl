action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20
  }
  command = ["account", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes ouverts", en = "List the open accounts" }
  container = "app"
  command   = ["account", "list"]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20
  }
  command = ["account", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses pages", en = "Close an account and keep its pages" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["account", "close", input.name]
}

action "export_account" {
  label     = { fr = "Exporter tout ce qu’une personne a écrit (XML)", en = "Export everything that one person wrote (XML)" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["account", "export", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes ouverts", en = "Count the open accounts" }
  container = "app"
  command   = ["account", "count"]
}
