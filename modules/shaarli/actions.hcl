action "list_accounts" {
  label     = { fr = "Dire le nom du seul compte", en = "Tell the name of the only account" }
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

action "export_account" {
  label     = { fr = "Exporter tous les liens", en = "Export all links" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["account", "export", input.name]
}
