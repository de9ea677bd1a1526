action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse de courriel", en = "E-mail address" }
  }
  input "password" {
    generate = 20
  }
  command = ["node", "/opt/chatiere/account.cjs", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["node", "/opt/chatiere/account.cjs", "list"]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse de courriel", en = "E-mail address" }
  }
  input "password" {
    generate = 20
  }
  command = ["node", "/opt/chatiere/account.cjs", "reset", input.name]
  stdin   = input.password
}

action "export_account" {
  label     = { fr = "Exporter les textes d’une personne", en = "Export the texts of one person" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse de courriel", en = "E-mail address" }
  }
  command = ["node", "/opt/chatiere/account.cjs", "export", input.name]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses textes", en = "Erase an account and its texts" }
  container = "app"
  input "name" {
    type   = string
    format = "email"
    label  = { fr = "Adresse de courriel", en = "E-mail address" }
  }
  command = ["node", "/opt/chatiere/account.cjs", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["node", "/opt/chatiere/account.cjs", "count"]
}
