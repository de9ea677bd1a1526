module "store" {
  language = 1
  version  = "2.0.0"
  title    = { fr = "Réserve", en = "Store" }
  summary  = { fr = "Une base de données.", en = "A database." }
  category = "other"
  kind     = "engine"
}

secret "root" {}

volume "data" {
  backup      = true
  description = { fr = "La base de données", en = "The database" }
}

engine {
  majors       = ["1", "2"]
  container    = "server"
  volume       = "data"
  version_file = "VERSION"
  port         = 5432
  url          = "store://${client.user}:${client.password}@${client.host}:5432/${client.name}"
  extensions   = ["search"]
}

container "server" {
  build {
    context = "image/${client.major}"
  }
  env = {
    NAME       = client.name
    PASSWORD   = client.password
    ROOT       = secret.root
    EXTENSIONS = join(",", client.extensions)
  }
  mount "data" {
    path = "/var/lib/store"
  }
  memory = "128MiB"
  port "sql" {
    number = 5432
  }
  health {
    tcp {
      port = "sql"
    }
  }
}

dump {
  command = ["store-dump", client.name]
}

check {
  command = ["store-check"]
}

load {
  command = ["store-load", client.name]
}

test "answers" {
  exec {
    container = "server"
    command   = ["store-ping"]
    contains  = "pong"
  }
}
