volume "data" {
  backup      = true
  backup      = false # ERROR: Attribute redefined
  description = "x"
}
