action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[A-Za-z0-9_.@-]+$", input.name)) && !startswith(input.name, ".")
      message   = { fr = "Lettres sans accent, chiffres, point, tiret, souligné, arobase.", en = "Letters without accent, digits, dot, dash, underscore, at sign." }
    }
  }
  input "password" {
    generate = 20
  }
  command = ["/opt/chatiere/task", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["/opt/chatiere/task", "list"]
}

action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[A-Za-z0-9_.@-]+$", input.name)) && !startswith(input.name, ".")
      message   = { fr = "Lettres sans accent, chiffres, point, tiret, souligné, arobase.", en = "Letters without accent, digits, dot, dash, underscore, at sign." }
    }
  }
  input "password" {
    generate = 20
  }
  command = ["/opt/chatiere/task", "reset", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses fichiers", en = "Close an account and keep its files" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[A-Za-z0-9_.@-]+$", input.name)) && !startswith(input.name, ".")
      message   = { fr = "Lettres sans accent, chiffres, point, tiret, souligné, arobase.", en = "Letters without accent, digits, dot, dash, underscore, at sign." }
    }
  }
  command = ["/opt/chatiere/task", "close", input.name]
}

action "export_account" {
  label     = { fr = "Exporter les fichiers d’une personne", en = "Export the files of one person" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[A-Za-z0-9_.@-]+$", input.name)) && !startswith(input.name, ".")
      message   = { fr = "Lettres sans accent, chiffres, point, tiret, souligné, arobase.", en = "Letters without accent, digits, dot, dash, underscore, at sign." }
    }
  }
  command = ["/opt/chatiere/task", "export", input.name]
  writes  = "archive"
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses fichiers", en = "Erase an account and its files" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
    validation {
      condition = can(regex("^[A-Za-z0-9_.@-]+$", input.name)) && !startswith(input.name, ".")
      message   = { fr = "Lettres sans accent, chiffres, point, tiret, souligné, arobase.", en = "Letters without accent, digits, dot, dash, underscore, at sign." }
    }
  }
  command = ["/opt/chatiere/task", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["/opt/chatiere/task", "count"]
}

action "add_app" {
  label     = { fr = "Ajouter une application", en = "Add an application" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Identifiant de l’application, comme calendar ou contacts", en = "Identifier of the application, such as calendar or contacts" }
    validation {
      condition = can(regex("^[a-z0-9_]+$", input.name))
      message   = { fr = "Minuscules, chiffres et souligné.", en = "Lower case, digits and underscore." }
    }
  }
  command = ["/opt/chatiere/task", "add", input.name]
}

action "connect_office" {
  label     = { fr = "Relier la suite bureautique", en = "Connect the office suite" }
  container = "app"
  command   = ["/opt/chatiere/task", "office"]
}
