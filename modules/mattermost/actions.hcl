# The image has no shell, and its command for accounts takes a password from its
# arguments only: what makes and changes them is a bulk import, read from
# standard input. The project calls that command deprecated and still has it.
# Not tried: that a process of the image may open its own standard input by that
# name.
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
  command = ["/mattermost/bin/mattermost", "import", "bulk", "/dev/stdin", "--apply"]
  stdin = join("\n", [
    jsonencode({ type = "version", version = 1 }),
    jsonencode({ type = "user", user = { username = input.name, email = input.email, password = input.password, roles = "system_user" } }),
    "",
  ])
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["/mattermost/bin/mmctl", "--local", "user", "list", "--all"]
}

# The import wants the address too: without it the account would lose it.
action "reset_account" {
  label     = { fr = "Donner un nouveau mot de passe", en = "Give a new password" }
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
  command = ["/mattermost/bin/mattermost", "import", "bulk", "/dev/stdin", "--apply"]
  stdin = join("\n", [
    jsonencode({ type = "version", version = 1 }),
    jsonencode({ type = "user", user = { username = input.name, email = input.email, password = input.password } }),
    "",
  ])
}

action "close_account" {
  label     = { fr = "Fermer un compte en gardant ses messages", en = "Close an account and keep its messages" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["/mattermost/bin/mmctl", "--local", "user", "deactivate", input.name]
}

action "erase_account" {
  label     = { fr = "Effacer un compte et ses messages", en = "Erase an account and its messages" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  command = ["/mattermost/bin/mmctl", "--local", "user", "delete", "--confirm", input.name]
}
