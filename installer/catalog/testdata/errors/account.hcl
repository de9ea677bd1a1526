action "create_account" {
  label     = "Créer un compte"
  container = "app"
  input "name" {
    type  = string
    label = "Nom"
  }
  input "password" {
    generate = 20
  }
  command = ["create", account.name] # ERROR: Name out of scope
  stdin   = input.password
}

test "an account" {
  exec {
    container = "app"
    command   = ["login", account.name, account.password] # ERROR: Secret in a command
    stdin     = account.nmae                              # ERROR: Unknown name
  }
}
