job "migrate" {
  container = "app"
  command   = ["php", "artisan", "migrate", "--force"]
  when      = "before"
  timeout   = "15m"
}

job "admin" {
  container = "app"
  command   = ["app", "create-admin", "--password-stdin"]
  stdin     = secret.admin_password
  when      = "once"
}

job "cron" {
  container = "app"
  command   = ["php", "cron.php"]
  every     = "5m"
}

action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom du compte", en = "Account name" }
  }
  input "password" {
    generate = 20 # a secret of that length, shown once
  }
  command = ["app", "user-add", "--password-stdin", input.name]
  stdin   = input.password
}
