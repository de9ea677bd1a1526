# No export_account: people make the archive of their own account, from its page.

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
    label  = { fr = "Adresse de courriel de la personne", en = "E-mail address of the person" }
  }
  input "password" {
    generate = 20
  }
  command = ["node", "/opt/chatiere/account.mjs", "create", input.name, input.email]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["node", "/opt/chatiere/account.mjs", "list"]
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
  command = ["node", "/opt/chatiere/account.mjs", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses vidéos", en = "Close an account and keep its videos" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["node", "/opt/chatiere/account.mjs", "close", input.name]
}

action "open_account" {
  label     = { fr = "Rouvrir un compte fermé", en = "Open a closed account again" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["node", "/opt/chatiere/account.mjs", "open", input.name]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses vidéos", en = "Erase an account and its videos" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["node", "/opt/chatiere/account.mjs", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["node", "/opt/chatiere/account.mjs", "count"]
}
