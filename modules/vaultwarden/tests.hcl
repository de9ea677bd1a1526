# Not tried: no image registry could be reached. The safe itself is opened by
# what the browser computes from the master password, which a test can't do.

test "server answers with its database" {
  request {
    path = "/alive"
  }
  expect {
    status = 200
  }
}

test "applications find the server" {
  request {
    path = "/api/config"
  }
  expect {
    status = 200
    json   = { "server.name" = "Vaultwarden" }
  }
}

test "a reader's browser asks nobody else" {
  request {
    path = "/"
  }
  expect {
    status  = 200
    headers = { "Content-Security-Policy" = "connect-src 'self' wss://${service.host}; img-src 'self' data: blob:; frame-src 'self'; child-src 'self' blob:" }
  }
}

test "strangers don't see the safe" {
  request {
    path = "/api/sync"
  }
  expect {
    status = 401
  }
}

test "the administration page wants its key" {
  request {
    method  = "POST"
    path    = "/admin"
    headers = { "Content-Type" = "application/x-www-form-urlencoded" }
    body    = "token=not-the-key"
  }
  expect {
    status = 401
  }
}

# With a mail relay an invitation leaves for this address, which nobody reads.
test "an invited address survives" {
  write {
    exec {
      container = "app"
      command   = ["sh", "/opt/chatiere/account", "create", "chatiere-test@${service.host}", "http://127.0.0.1:8080"]
    }
  }
  read {
    exec {
      container = "app"
      command   = ["sh", "/opt/chatiere/account", "list", "-", "http://127.0.0.1:8080"]
      contains  = "chatiere-test@${service.host}"
    }
  }
}
