action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  input "password" {
    generate = 20
  }
  command = ["python3", "/opt/chatiere/account.py", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes ouverts", en = "List the open accounts" }
  container = "app"
  command   = ["python3", "/opt/chatiere/account.py", "list"]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  input "password" {
    generate = 20
  }
  command = ["python3", "/opt/chatiere/account.py", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses données", en = "Close an account and keep its data" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  command = ["python3", "/opt/chatiere/account.py", "close", input.name]
}

action "open_account" {
  label     = { fr = "Rouvrir un compte fermé", en = "Open a closed account again" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  command = ["python3", "/opt/chatiere/account.py", "open", input.name]
}

action "export_account" {
  label     = { fr = "Exporter ce que le serveur sait lire d’un compte", en = "Export what the server can read of an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  command = ["python3", "/opt/chatiere/account.py", "export", input.name]
  writes  = "archive"
}

action "erase_account" {
  label     = { fr = "Effacer un compte et retirer ses messages", en = "Erase an account and take back its messages" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte, sans @ ni serveur", en = "Account name, without @ and server" }
  }
  command = ["python3", "/opt/chatiere/account.py", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes ouverts", en = "Count the open accounts" }
  container = "app"
  command   = ["python3", "/opt/chatiere/account.py", "count"]
}
