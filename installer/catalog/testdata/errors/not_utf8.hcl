title = "été" # ERROR: Not UTF-8
