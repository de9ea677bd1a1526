module "sample" {     # ERROR: Missing block
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  summary  = "Un exemple."
  category = "other"
  kind     = "engine"
}

engine {              # ERROR: Unknown container # ERROR: Unknown volume
  majors    = ["15", 17] # ERROR: Wrong majors
  container = "sever"
  volume    = "dat"
  port      = "5432"  # ERROR: Wrong port
  url       = "sql://${client.usr}" # ERROR: Unknown name
}

volume "data" {
  backup      = false
  description = "x"
}

container "server" {
  image  = "docker.io/library/sample:${client.major}"
  memory = "64MiB"
  command = [client.password] # ERROR: Secret in a command
  health {
    command = ["true"]
  }
}

variable "x" {        # ERROR: Block not allowed
  type  = string
  label = "x"
}

dump {                # ERROR: Missing attribute
}
