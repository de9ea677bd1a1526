module "redis" {
  language = 1
  version  = "1.0.0"
  kind     = "engine"
  title    = { fr = "Mémoire cache Redis", en = "Redis cache" }
  summary = {
    fr = "Un serveur Redis pour un seul service."
    en = "A Redis server for one service alone."
  }
  category = "other"
  verified = "live"
}

# From version 8 on Redis is offered under the AGPL again; 7.4 to 7.8 were not
# free.
software {
  name    = "Redis"
  version = "8.0.2"
  website = "https://redis.io/"
  source  = "https://github.com/redis/redis"
  license = "AGPL-3.0-only"
  package = "redis-server"
}

engine {
  majors     = ["8"]
  container  = "server"
  volume     = "data"
  port       = 6379
  url        = "redis://:${client.password}@${client.host}:6379/0"
  extensions = []
}

volume "data" {
  backup      = false
  description = { fr = "Ce que le cache garde d’un démarrage à l’autre, si le service le demande", en = "What the cache keeps from one start to the next, if the service asks for it" }
}

container "server" {
  build {
    context = "image/${client.major}"
  }
  env = {
    REDISCLI_AUTH = client.password
    KEEP          = lookup(client.options, "keep", "no")           # "yes": the data outlives a restart
    WHEN_FULL     = lookup(client.options, "policy", "noeviction") # what goes first, as Redis names it
  }
  mount "data" {
    path = "/var/lib/redis"
  }
  tmpfs      = ["/tmp:1MiB"]
  memory     = "64MiB"
  stop_grace = "30s"
  port "redis" {
    number = 6379
  }
  health {
    command = ["redis-cli", "-e", "ping"]
  }
}

password {
  command = ["set-password"]
}

test "the password is asked for" {
  exec {
    container = "server"
    command   = ["sh", "-c", "unset REDISCLI_AUTH; redis-cli ping"]
    contains  = "NOAUTH"
  }
}

test "a value is written and read" {
  step {
    exec {
      container = "server"
      command   = ["redis-cli", "-e", "set", "chatiere-test", "bonjour", "EX", "60"]
      contains  = "OK"
    }
  }
  step {
    exec {
      container = "server"
      command   = ["redis-cli", "-e", "get", "chatiere-test"]
      contains  = "bonjour"
    }
  }
}

test "the cache knows its limit" {
  exec {
    container = "server"
    command   = ["sh", "-c", "redis-cli -e config get maxmemory | tail -n 1 | grep -v -x 0"]
  }
}
