secret "short" {
  length = 0                 # ERROR: Wrong length
}

secret "long" {
  length = 5000              # ERROR: Wrong length
}

secret "odd" {
  charset = "alphanumerical" # ERROR: Unknown charset
}

secret "shown" {             # ERROR: Missing attribute
  reveal = true
}

secret "given" {
  value   = "hunter2"        # ERROR: Unknown attribute
  default = "hunter2"        # ERROR: Unknown attribute
}

secret "computed" {
  length = 16 + 16           # ERROR: Not a constant
}
