module "postgresql" {
  language = 1
  version  = "1.0.0"
  kind     = "engine"
  title    = { fr = "Base de données PostgreSQL", en = "PostgreSQL database" }
  summary = {
    fr = "Un serveur PostgreSQL pour un seul service."
    en = "A PostgreSQL server for one service alone."
  }
  category = "other"
  verified = "live"
}

engine {
  majors       = ["17"]
  container    = "server"
  volume       = "data"
  version_file = "data/PG_VERSION"
  port         = 5432
  url          = "postgresql://${client.user}:${client.password}@${client.host}:5432/${client.name}"

  # Those that the role of a client may make by itself: a dump is loaded with
  # its rights.
  extensions = ["btree_gin", "btree_gist", "citext", "fuzzystrmatch", "hstore", "intarray", "ltree", "pg_trgm", "pgcrypto", "tablefunc", "unaccent", "uuid-ossp"]
}

volume "data" {
  backup      = true
  description = { fr = "Les fichiers du serveur", en = "The server’s files" }
}

container "server" {
  build {
    context = "image/${client.major}"
  }
  env = {
    NAME       = client.name
    USER       = client.user
    PASSWORD   = client.password
    EXTENSIONS = join(",", client.extensions)
    COLLATION  = lookup(client.options, "collation", "C.UTF-8") # or "C"
  }
  mount "data" {
    path = "/var/lib/postgresql"
  }
  tmpfs      = ["/tmp:16MiB", "/run/postgresql:1MiB"]
  memory     = "128MiB"
  stop_grace = "60s"
  port "sql" {
    number = 5432
  }
  health {
    command = ["pg_isready", "-q"]
    start   = "2m"
  }
}

dump {
  command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", client.name]
}

# Not --list: it reads the table of contents only, and accepts a dump cut after it.
check {
  command = ["pg_restore", "--file=/dev/null"]
}

load {
  command = ["pg_restore", "--no-owner", "--no-privileges", "--role=${client.user}", "--exit-on-error", "--dbname=${client.name}"]
}

password {
  command = ["set-password"]
}

test "the client's database is there" {
  exec {
    container = "server"
    command   = ["psql", "--no-psqlrc", "--tuples-only", "--dbname=${client.name}", "--command=SELECT 'owner: ' || pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"]
    contains  = "owner: ${client.user}"
  }
}

test "a row survives" {
  write {
    exec {
      container = "server"
      command   = ["psql", "--no-psqlrc", "--quiet", "--dbname=${client.name}", "--command=CREATE TABLE IF NOT EXISTS chatiere_test (word text)", "--command=INSERT INTO chatiere_test VALUES ('bonjour')"]
    }
  }
  read {
    exec {
      container = "server"
      command   = ["psql", "--no-psqlrc", "--tuples-only", "--dbname=${client.name}", "--command=SELECT word FROM chatiere_test LIMIT 1"]
      contains  = "bonjour"
    }
  }
}
