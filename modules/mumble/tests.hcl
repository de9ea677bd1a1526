test "the port for connections answers" {
  tcp {
    publish = "voice"
  }
}

test "the port for sound answers" {
  exec {
    container = "app"
    command   = ["mumble-ping"]
    contains  = "of ${var.people} people"
  }
}

test "two people join over TLS and write to each other" {
  exec {
    container = "app"
    command   = ["mumble-try", "talk"]
    stdin     = var.open ? "" : secret.join_password
    contains  = "Good evening"
  }
}

test "a room survives" {
  write {
    exec {
      container = "app"
      command   = ["mumble-try", "make", "chatiere test"]
      stdin     = secret.superuser_password
    }
  }
  read {
    exec {
      container = "app"
      command   = ["mumble-try", "rooms"]
      stdin     = var.open ? "" : secret.join_password
      contains  = "chatiere test"
    }
  }
}
