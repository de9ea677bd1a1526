# What the example of design/modules.md beside this file needs around it.
module "engine" {
  language = 1
  version  = "1.0.0"
  title    = { fr = "Exemple", en = "Example" }
  summary  = { fr = "Un exemple.", en = "An example." }
  category = "other"
  kind     = "engine"
}

volume "data" {
  backup      = true
  description = { fr = "La base", en = "The database" }
}

test "answers" {
  exec {
    container = "server"
    command   = ["true"]
  }
}
