# Not tried: no image registry could be reached. No test sends a video: the
# language sends text.

test "server answers" {
  request {
    path = "/api/v1/ping"
  }
  expect {
    status   = 200
    contains = "pong"
  }
}

test "strangers can't open an account" {
  request {
    path = "/api/v1/config"
  }
  expect {
    status = 200
    json   = { "signup.allowed" = false, "tracker.enabled" = false, "defaults.p2p.webapp.enabled" = false }
  }
}

test "viewers ask no stranger's server" {
  request {
    path = "/api/v1/config"
  }
  expect {
    absent = "stun:"
  }
}

test "the account root signs in" {
  step {
    request {
      path = "/api/v1/oauth-clients/local"
    }
    expect {
      status = 200
    }
    capture "id" {
      json = "client_id"
    }
  }
  step {
    request {
      path = "/api/v1/oauth-clients/local"
    }
    expect {
      status = 200
    }
    capture "secret" {
      json = "client_secret"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/v1/users/token"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "client_id=${capture.id}&client_secret=${capture.secret}&grant_type=password&response_type=code&username=root&password=${urlencode(secret.root_password)}"
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
      path    = "/api/v1/users/me"
      headers = { "Authorization" = "Bearer ${capture.token}" }
    }
    expect {
      status = 200
      json   = { "username" = "root" }
    }
  }
}

test "an account is made and erased" {
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.mjs", "create", "chatiere_test", "chatiere-test@${service.host}"]
      stdin     = "${secret.root_password}1"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.mjs", "list"]
      contains  = "chatiere_test"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.mjs", "erase", "chatiere_test"]
    }
  }
}

test "a channel survives" {
  write {
    step {
      request {
        path = "/api/v1/oauth-clients/local"
      }
      expect {
        status = 200
      }
      capture "id" {
        json = "client_id"
      }
    }
    step {
      request {
        path = "/api/v1/oauth-clients/local"
      }
      expect {
        status = 200
      }
      capture "secret" {
        json = "client_secret"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api/v1/users/token"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "client_id=${capture.id}&client_secret=${capture.secret}&grant_type=password&response_type=code&username=root&password=${urlencode(secret.root_password)}"
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
        path    = "/api/v1/video-channels"
        headers = { "Content-Type" = "application/json", "Authorization" = "Bearer ${capture.token}" }
        body    = jsonencode({ name = "chatiere_kept", displayName = "Toujours la" })
      }
      expect {
        status = 200
      }
    }
  }
  read {
    request {
      path = "/api/v1/video-channels/chatiere_kept"
    }
    expect {
      status   = 200
      contains = "Toujours la"
    }
  }
}
