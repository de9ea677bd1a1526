module "sample" {
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  summary  = "Un exemple."
  category = "other"
  kind     = "engine"
}

engine {                                               # ERROR: Half a database # ERROR: Missing attribute # ERROR: Wrong majors
  majors       = []
  container    = "server"
  version_file = "VERSION"
  port         = 5432
  url          = "sql://${client.host}/${secret.root}" # ERROR: Unknown name
}

container "server" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  health {
    command = ["true"]
  }
}

route "web" {                                          # ERROR: Block not allowed
  container = "server"
  port      = "sql"                                    # ERROR: Unknown port
}

publish "sql" {                                        # ERROR: Block not allowed
  container = "server"
  ports     = "5432-5432"
}

database "other" {                                     # ERROR: Block not allowed
  version = "1"
}

dump {
  command = ["dump", client.password]                  # ERROR: Secret in a command
}

test "answers" {
  exec {
    container = "server"
    command   = ["true"]
  }
}
