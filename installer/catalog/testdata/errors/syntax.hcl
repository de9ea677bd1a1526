volume "data" {
  backup = true true # ERROR: Missing newline after argument
}

volume "other" {
  bakup = true # ERROR: Unknown attribute
}
