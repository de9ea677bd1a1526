# No export_account: Mobilizon has no export of a whole account, by a command or
# otherwise; its calendars and feeds are what there is.

action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  input "password" {
    generate = 20
  }
  command = ["sh", "/opt/chatiere/account", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "list"]
}

action "show_account" {
  label     = { fr = "Montrer un compte et ses profils", en = "Show an account and its profiles" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "show", input.name]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  input "password" {
    generate = 20
  }
  command = ["sh", "/opt/chatiere/account", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses données", en = "Close an account and keep its data" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "close", input.name]
}

action "open_account" {
  label     = { fr = "Rouvrir un compte fermé", en = "Open a closed account again" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "open", input.name]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses profils", en = "Erase an account and its profiles" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "count"]
}
