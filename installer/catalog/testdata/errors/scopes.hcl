variable "title" {
  type    = string
  label   = "Titre"
  default = "${var.name} ${secret.key}" # ERROR: Name out of scope # ERROR: Name out of scope
  help    = service.name                # ERROR: Not a constant
  validation {
    condition = length(var.title) < 5 && var.name != "" # ERROR: Name out of scope
    message   = secret.key              # ERROR: Name out of scope
  }
}

variable "name" {
  type      = string
  label     = "Nom"
  sensitive = true
}

secret "key" {}

volume "data" {
  backup      = var.name != ""          # ERROR: Not a constant
  description = "x"
}

container "worker" {
  image  = "docker.io/library/sample:${var.nam}" # ERROR: Unknown name
  memory = secret.key                   # ERROR: Name out of scope
  egress = secret.key                   # ERROR: Name out of scope
  env = {
    KEY      = secret.kye               # ERROR: Unknown name
    DATABASE = database.mysql.url       # ERROR: Unknown name
    PAGE     = page.term.url            # ERROR: Unknown name
    CONTACT  = chaton.contact.emial     # ERROR: Unknown name
    CLIENT   = client.name              # ERROR: Name out of scope
    NAME     = input.name               # ERROR: Name out of scope
    OTHER    = container.app.host
    SELF     = container.worker.host    # ERROR: Name out of scope
    MATHS    = uper("x")                # ERROR: Unknown function
    FILE     = templatefile("missing.tmpl", {}) # ERROR: File not found
    OUTSIDE  = templatefile("../x", {}) # ERROR: File outside the module
    LOOP     = join(",", [for name in [var.name] : naem]) # ERROR: Unknown name
    NOTHING  = nothing.at.all           # ERROR: Unknown name
    QUOTED   = var["nam"]               # ERROR: Unknown name
  }
  command = [secret.key, var.name, service.host] # ERROR: Secret in a command # ERROR: Secret in a command
  health {
    command = ["true", secret.key]      # ERROR: Secret in a command
  }
}

action "create_account" {
  label     = "Créer"
  container = "app"
  input "name" {
    type    = string
    label   = "Nom"
    default = input.password            # ERROR: Name out of scope
    validation {
      condition = input.name != input.password # ERROR: Unknown name
      message   = "x"
    }
  }
  input "password" {
    generate = 20
  }
  command = ["add", input.name, input.password] # ERROR: Secret in a command
  stdin   = input.passwrd               # ERROR: Unknown name
}

notice {
  fr = "Clé : ${secret.key}"            # ERROR: Secret in notice
}

test "captures" {
  step {
    request {
      path = "/${capture.token}"        # ERROR: Unknown name
    }
    capture "token" {
      json = "a"
    }
  }
  step {
    request {
      path = "/${capture.token}"
    }
    expect {
      contains = secret.key
    }
  }
}
