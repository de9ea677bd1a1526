volume "data" { backup = true, description = "x" } # ERROR: Invalid single-argument block definition
