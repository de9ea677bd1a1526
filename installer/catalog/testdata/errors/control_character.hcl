title = "x[2J" # ERROR: Control character
