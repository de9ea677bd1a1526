volume "data" {
  backup: true     # ERROR: Argument or block definition required
  description: "x" # ERROR: Argument or block definition required
}
