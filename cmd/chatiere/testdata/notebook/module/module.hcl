module "notebook" {
  language = 1
  version  = "1.1.0"
  title    = { fr = "Carnet", en = "Notebook" }
  summary  = { fr = "Garde des notes.", en = "Keeps notes." }
  category = "other"
}

software {
  name    = "Notebook"
  version = "1.1.0"
  website = "https://notebook.example/"
  source  = "https://notebook.example/source"
  license = "AGPL-3.0-or-later"
}

variable "stranger" {
  type    = string
  default = ""
  label   = { fr = "Hôte d’une image étrangère", en = "Host of a foreign picture" }
}

variable "owner" {
  type   = string
  format = "email"
  label  = { fr = "Courriel, sans réponse par défaut", en = "Address, without a default" }
}

volume "data" {
  backup      = true
  description = { fr = "Notes et comptes", en = "Notes and accounts" }
}

container "app" {
  build {
    context = "image"
  }
  env = {
    STRANGER = var.stranger
    OWNER    = var.owner
  }
  mount "data" {
    path = "/data"
  }
  memory = "32MiB"
  port "http" {
    number = 8080
  }
  port "greeting" {
    number = 7000
  }
  health {
    http {
      port = "http"
    }
    start = "20s"
  }
}

route "web" {
  container = "app"
  port      = "http"
}

publish "greeting" {
  container = "app"
  port      = "greeting"
}

action "create_account" {
  label     = { fr = "Créer un compte", en = "Create an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom", en = "Name" }
  }
  input "password" {
    generate = 20
  }
  command = ["/server", "create", input.name]
  stdin   = input.password
}

action "list_accounts" {
  label     = { fr = "Lister les comptes", en = "List the accounts" }
  container = "app"
  command   = ["/server", "list", "all"]
}

action "close_account" {
  label     = { fr = "Fermer un compte", en = "Close an account" }
  container = "app"
  input "name" {
    type  = string
    label = { fr = "Nom", en = "Name" }
  }
  command = ["/server", "close", input.name]
}

backup {
  exclude = ["data/note-scratch"]
}

privacy {
  purpose     = { fr = "Garder des notes", en = "Keeping notes" }
  legal_basis = "contract"
}

rights {
  export  = { fr = "Note par note.", en = "Note by note." }
  erase   = { fr = "Sur demande.", en = "On request." }
  formats = ["text/plain"]
}

test "sign in" {
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "name=${urlencode(account.name)}&password=${urlencode(account.password)}"
    }
    expect {
      status  = 303
      headers = { "Location" = "/me" }
    }
    capture "next" {
      header = "Location"
    }
  }
  step {
    request {
      path = capture.next
    }
    expect {
      status = 200
      json   = { "name" = account.name, "rights.0.admin" = false, "rights.0.level" = 3 }
    }
  }
}

test "whoever signed in is known" {
  signed_in = true
  request {
    path = "/me"
  }
  expect {
    status   = 200
    contains = account.name
    absent   = "stranger"
  }
}

test "strangers are not" {
  request {
    path = "/me"
  }
  expect {
    status = 401
  }
}

test "it may need a moment" {
  request {
    path = "/slow"
  }
  expect {
    status = 200
    within = "10s"
  }
}

test "the other port answers" {
  tcp {
    publish = "greeting"
  }
}

test "the account is listed" {
  exec {
    container = "app"
    command   = ["/server", "list", "all"]
    contains  = account.name
  }
}

test "a note survives" {
  write {
    step {
      request {
        method = "PUT"
        path   = "/notes/kept"
        body   = "bonjour"
      }
      expect {
        status = 201
      }
    }
    step {
      request {
        path = "/notes/kept"
      }
      expect {
        status = 200
      }
      capture "word" {
        regex = "(bon)jour"
      }
    }
  }
  read {
    request {
      path = "/notes/kept"
    }
    expect {
      status   = 200
      contains = "${capture.word}jour"
    }
  }
}
