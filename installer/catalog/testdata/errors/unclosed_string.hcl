volume "data" {
  backup      = true
  description = "x # ERROR: Invalid multi-line string # ERROR: Unterminated template string
}                  # ERROR: Invalid multi-line string
