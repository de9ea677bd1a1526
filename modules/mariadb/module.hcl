module "mariadb" {
  language = 1
  version  = "1.0.0"
  kind     = "engine"
  title    = { fr = "Base de données MariaDB", en = "MariaDB database" }
  summary = {
    fr = "Un serveur MariaDB pour un seul service."
    en = "A MariaDB server for one service alone."
  }
  category = "other"
  verified = "live"
}

engine {
  majors       = ["11"]
  container    = "server"
  volume       = "data"
  version_file = "data/version"
  port         = 3306
  url          = "mysql://${client.user}:${client.password}@${client.host}:3306/${client.name}"
  extensions   = []
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
    NAME      = client.name
    USER      = client.user
    PASSWORD  = client.password
    COLLATION = lookup(client.options, "collation", "utf8mb4_unicode_ci") # of what the client makes without saying
  }
  mount "data" {
    path = "/var/lib/mysql"
  }
  tmpfs      = ["/tmp:32MiB", "/run/mysqld:1MiB"]
  memory     = "256MiB"
  stop_grace = "60s"
  port "sql" {
    number = 3306
  }
  health {
    command = ["mariadb-admin", "--silent", "ping"]
    start   = "3m"
  }
}

dump {
  command = ["dump", client.name]
}

check {
  command = ["dump-check"]
}

load {
  command = ["mariadb", "--batch", "--default-character-set=utf8mb4", client.name]
}

password {
  command = ["set-password"]
}

test "the client's database is there" {
  exec {
    container = "server"
    command   = ["mariadb", "--batch", "--raw", "--skip-column-names", "--execute=SHOW GRANTS FOR '${client.user}'@'%'"]
    contains  = "GRANT ALL PRIVILEGES ON `${replace(client.name, "_", "\\_")}`.*"
  }
}

test "nobody else gets in" {
  exec {
    container = "server"
    command   = ["mariadb", "--batch", "--skip-column-names", "--execute=SELECT CONCAT('remote: ', GROUP_CONCAT(User)) FROM mysql.global_priv WHERE Host <> 'localhost'"]
    contains  = "remote: ${client.user}"
  }
}

test "a cut dump is refused" {
  exec {
    container = "server"
    command   = ["sh", "-c", "dump ${client.name} | dump-check && ! dump ${client.name} | head -c 800 | dump-check 2>/dev/null && echo told apart"]
    contains  = "told apart"
  }
}

test "a row survives" {
  write {
    exec {
      container = "server"
      command   = ["mariadb", "--batch", "--execute=CREATE TABLE IF NOT EXISTS chatiere_test (word text); INSERT INTO chatiere_test VALUES ('bonjour')", client.name]
    }
  }
  read {
    exec {
      container = "server"
      command   = ["mariadb", "--batch", "--skip-column-names", "--execute=SELECT word FROM chatiere_test LIMIT 1", client.name]
      contains  = "bonjour"
    }
  }
}
