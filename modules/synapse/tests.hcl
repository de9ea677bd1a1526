# Not tried: no image registry could be reached.

test "applications find the server" {
  request {
    path = "/_matrix/client/versions"
  }
  expect {
    status   = 200
    contains = "\"versions\""
  }
}

test "other servers find it on port 443" {
  request {
    route = "discovery"
    path  = "/.well-known/matrix/server"
  }
  expect {
    status   = 200
    contains = "${service.host}:443"
  }
}

test "the administration interface is out of reach" {
  request {
    path   = "/_synapse/admin/v1/register"
    follow = false
  }
  expect {
    absent = "nonce"
  }
}

test "strangers can't open an account" {
  request {
    method  = "POST"
    path    = "/_matrix/client/v3/register"
    headers = { "Content-Type" = "application/json" }
    body    = "{}"
  }
  expect {
    status   = 403
    contains = "M_FORBIDDEN"
  }
}

test "an account is made, closed and opened" {
  step {
    exec {
      container = "app"
      command   = ["sh", "-c", "python3 /opt/chatiere/account.py create chatiere-test || python3 /opt/chatiere/account.py reset chatiere-test"]
      stdin     = "${secret.admin_password}1"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["python3", "/opt/chatiere/account.py", "list"]
      contains  = "@chatiere-test:${service.host}"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["python3", "/opt/chatiere/account.py", "close", "chatiere-test"]
    }
  }
  step {
    exec {
      container = "app"
      command   = ["python3", "/opt/chatiere/account.py", "open", "chatiere-test"]
    }
  }
}

test "a message survives" {
  write {
    step {
      request {
        method  = "POST"
        path    = "/_matrix/client/v3/login"
        headers = { "Content-Type" = "application/json" }
        body    = jsonencode({ type = "m.login.password", identifier = { type = "m.id.user", user = "admin" }, password = secret.admin_password })
      }
      expect {
        status = 200
      }
      capture "token" {
        json = "access_token"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/_matrix/client/v3/createRoom"
        headers = { "Content-Type" = "application/json", "Authorization" = "Bearer ${capture.token}" }
        body    = jsonencode({ name = "chatiere", preset = "private_chat" })
      }
      expect {
        status = 200
      }
      capture "room" {
        json = "room_id"
      }
    }
    step {
      request {
        method  = "PUT"
        path    = "/_matrix/client/v3/rooms/${urlencode(capture.room)}/send/m.room.message/chatiere-kept"
        headers = { "Content-Type" = "application/json", "Authorization" = "Bearer ${capture.token}" }
        body    = jsonencode({ msgtype = "m.text", body = "toujours la" })
      }
      expect {
        status = 200
      }
    }
  }
  read {
    request {
      path    = "/_matrix/client/v3/rooms/${urlencode(capture.room)}/messages?dir=b&limit=10"
      headers = { "Authorization" = "Bearer ${capture.token}" }
    }
    expect {
      status   = 200
      contains = "toujours la"
    }
  }
}
