variable "a" {
  type  = "string"                            # ERROR: Unknown type
  label = "x"
}

variable "b" {
  type  = text                                # ERROR: Unknown type
  label = "x"
}

variable "c" {
  type  = list                                # ERROR: Unknown type
  label = "x"
}

variable "d" {
  type  = tuple([string, number])             # ERROR: Unknown type
  label = "x"
}

variable "e" {
  type  = object({ name = optional(string) }) # ERROR: Unknown type
  label = "x"
}

variable "f" {
  type  = strin                               # ERROR: Unknown type
  label = "x"
}

variable "g" {
  type    = bool
  label   = "x"
  default = "oui"                             # ERROR: Wrong default
}

variable "h" {
  type    = list(number)
  label   = "x"
  default = ["one"]                           # ERROR: Wrong default
}
