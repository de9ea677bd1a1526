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
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/var/www/FreshRSS/cli/list-users.php"]
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
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "reset", input.name]
  stdin   = input.password
}

action "reset_program_password" {
  label     = { fr = "Donner un mot de passe aux applications de téléphone", en = "Give a password to phone applications" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20
  }
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "program", input.name]
  stdin   = input.password
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses données", en = "Close an account and keep its data" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "close", input.name]
}

action "open_account" {
  label     = { fr = "Rouvrir un compte fermé", en = "Open a closed account again" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "open", input.name]
}

action "export_account" {
  label     = { fr = "Exporter la liste des flux d’un compte (OPML)", en = "Export the feed list of an account (OPML)" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/var/www/FreshRSS/cli/export-opml-for-user.php", "--user", input.name]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses données", en = "Erase an account and its data" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "erase", input.name]
}

action "count_accounts" {
  label     = { fr = "Compter les comptes", en = "Count the accounts" }
  container = "app"
  command   = ["sh", "-c", "php /var/www/FreshRSS/cli/list-users.php | wc -l"]
}
