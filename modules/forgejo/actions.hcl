action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "email" {
    type   = string
    format = "email"
    label  = { fr = "Adresse de courriel", en = "E-mail address" }
  }
  input "password" {
    generate = 20
  }
  command = ["/opt/chatiere/account", "create", input.name, input.email]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["/opt/chatiere/account", "list"]
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
  command = ["/opt/chatiere/account", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses dépôts", en = "Close an account and keep its repositories" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["/opt/chatiere/account", "close", input.name]
}

action "export_account" {
  label     = { fr = "Exporter les dépôts d’une personne", en = "Export the repositories of one person" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["/opt/chatiere/account", "export", input.name]
  writes  = "archive"
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses dépôts", en = "Erase an account and its repositories" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["/opt/chatiere/account", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["/opt/chatiere/account", "count"]
}
