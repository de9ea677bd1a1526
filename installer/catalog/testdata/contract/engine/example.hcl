engine {
  majors       = ["15", "17"] # a client's `version` must be one
  container    = "server"
  volume       = "data"
  version_file = "PG_VERSION" # in the volume; its first word is the major, read before anything starts on it; absent: an empty volume
  port         = 5432
  url          = "postgresql://${client.user}:${client.password}@${client.host}:5432/${client.name}"
  extensions   = ["pg_trgm", "unaccent", "postgis"] # what the image carries; others are an error at the client's line
}

container "server" {
  build {
    context = "image/${client.major}" # its entrypoint creates user, database and extensions from env at first start, and may be run again
  }
  env = {
    NAME       = client.name
    USER       = client.user
    PASSWORD   = client.password
    EXTENSIONS = join(",", client.extensions)
  }
  mount "data" {
    path = "/var/lib/postgresql"
  }
  tmpfs  = ["/tmp", "/run/postgresql"]
  memory = "128MiB"
  port "sql" {
    number = 5432
  }
  health {
    command = ["pg_isready", "-q"]
  }
}

dump { # stdout is the dump
  command = ["pg_dump", "-Fc", "--no-owner", client.name]
}

check { # stdin is a dump; non-zero: refused before live data is touched
  command = ["pg_restore", "--list"]
}

load { # stdin, into the empty database of a new volume
  command = ["pg_restore", "--no-owner", "--exit-on-error", "-d", client.name]
}

password { # stdin: the new password; block absent: rotation is refused with that reason
  command = ["set-password"]
}
