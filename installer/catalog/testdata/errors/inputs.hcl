action "create_account" {
  label     = "Créer"
  container = "app"
  input "name" {                                             # ERROR: Missing attribute # ERROR: Missing attribute
  }
  input "password" {                                         # ERROR: Not both
    generate = 20
    default  = "x"
  }
  input "color" {                                            # ERROR: Not both
    generate = 20
    choices  = ["red"]
  }
  input "short" {
    generate = 0                                             # ERROR: Wrong generate
  }
  input "given" {
    type      = string
    label     = "Secret"
    sensitive = true
  }
  command = ["add", input.name, input.given, "--password", input.password] # ERROR: Secret in a command # ERROR: Secret in a command
  stdin   = [input.password]
}

action "list_accounts" {
  label     = "Lister"
  container = "app"
  command   = "account list"                                 # ERROR: Wrong command
  writes    = "tar"                                          # ERROR: Unknown writes
}

action "close_account" {                                     # ERROR: Missing attribute # ERROR: Missing attribute
  container = "ap"                                           # ERROR: Unknown container
}
