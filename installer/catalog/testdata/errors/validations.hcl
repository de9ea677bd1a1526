variable "days" {
  type  = number
  label = "Jours"
  validation {
    condition = var.days > 0 && var.title != "" # ERROR: Name out of scope
    message   = "Pas ${var.title}."             # ERROR: Name out of scope
  }
  validation {
    condition = days > 0                        # ERROR: Unknown name
    message   = "x"
  }
  validation {                                  # ERROR: Missing attribute
    message = "x"
  }
}

variable "title" {
  type  = string
  label = "Titre"
  validation {
    condition = length(var.title) < 80
    message   = 5                               # ERROR: Wrong message
  }
}

action "create_account" {
  label     = "Créer"
  container = "app"
  command   = ["add", input.name]
  input "name" {
    type  = string
    label = "Nom"
    validation {
      condition = var.title != input.name       # ERROR: Name out of scope
      message   = "x"
    }
    validation {
      condition = input.nam != ""               # ERROR: Unknown name
      message   = "x"
    }
  }
}
