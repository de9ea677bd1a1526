# No reset_account and no export_account: only the person can read what is kept,
# with a master password that the server does not have.

action "create_account" {
  label     = { fr = "Inviter une adresse à ouvrir un compte", en = "Invite an address to open an account" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "create", input.name, "http://127.0.0.1:8080"]
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "list", "-", "http://127.0.0.1:8080"]
}

action "remove_second_factor" {
  label     = { fr = "Retirer le second facteur d’un compte", en = "Take away the second factor of an account" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "one-factor", input.name, "http://127.0.0.1:8080"]
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses données", en = "Close an account and keep its data" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "close", input.name, "http://127.0.0.1:8080"]
}

action "open_account" {
  label     = { fr = "Rouvrir un compte fermé", en = "Open a closed account again" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "open", input.name, "http://127.0.0.1:8080"]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses données", en = "Erase an account and its data" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse du compte", en = "Address of the account" }
  }
  command = ["sh", "/opt/chatiere/account", "erase", input.name, "http://127.0.0.1:8080"]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["sh", "/opt/chatiere/account", "count", "-", "http://127.0.0.1:8080"]
}
