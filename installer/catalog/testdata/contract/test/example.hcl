test "home page" {
  request {
    path = "/" # through the gateway, over HTTPS; also method, headers, body, user, password
  }
  expect {
    status   = 200
    contains = "Etherpad"
  }
}

test "voice answers" {
  tcp {
    publish = "voice"
  }
}

test "signing in" {
  step {
    request {
      route  = "web" # default: the first
      path   = "/api.php?action=query&meta=tokens&type=login&format=json"
      follow = false # default true for GET, same host only
    }
    expect {
      status = 200
    }
    capture "token" {
      json = "query.tokens.logintoken" # or regex = "…(group)…", or header = "Location"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["app", "list"]
      stdin     = "bonjour"
      contains  = capture.token
    }
  }
}

test "a pad survives" {
  write { # before a backup
    request {
      method = "POST"
      path   = "/p/chatiere/import"
      body   = "bonjour"
    }
    expect {
      status = 200
    }
  }
  read { # after the restore
    request {
      path = "/p/chatiere/export/txt"
    }
    expect {
      contains = "bonjour"
    }
  }
}
