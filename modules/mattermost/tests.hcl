test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "Mattermost"
  }
}

test "the settings hold" {
  step {
    request {
      path = "/api/v4/config/client?format=old"
    }
    expect {
      status = 200
      json   = { "DiagnosticsEnabled" = "false", "BuildEnterpriseReady" = "false" }
    }
  }
  step {
    request {
      path = "/api/v4/config/client?format=old"
    }
    expect {
      status = 200
      json   = { "EnableOpenServer" = tostring(var.registration) }
    }
  }
}

test "strangers are refused" {
  request {
    path = "/api/v4/users/me"
  }
  expect {
    status = 401
  }
}

test "the accounts are listed" {
  exec {
    container = "app"
    command   = ["/mattermost/bin/mmctl", "--local", "user", "list", "--all"]
    contains  = "admin"
  }
}

test "sign in" {
  step {
    request {
      method = "POST"
      path   = "/api/v4/users/login"
      headers = {
        "Content-Type"     = "application/json"
        "X-Requested-With" = "XMLHttpRequest"
      }
      body = jsonencode({ login_id = "admin", password = secret.first_password })
    }
    expect {
      status = 200
      json   = { "username" = "admin" }
    }
  }
  step {
    request {
      path    = "/api/v4/users/me"
      headers = { "X-Requested-With" = "XMLHttpRequest" }
    }
    expect {
      status = 200
      json   = { "roles" = "system_admin system_user" }
    }
  }
}

test "an account is made, signs in and is closed" {
  step {
    exec {
      container = "app"
      command   = ["/mattermost/bin/mattermost", "import", "bulk", "/dev/stdin", "--apply"]
      stdin     = "${jsonencode({ type = "version", version = 1 })}\n${jsonencode({ type = "user", user = { username = "camille", email = "camille@chatiere.invalid", password = "${secret.first_password}2", roles = "system_user" } })}\n"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/v4/users/login"
      headers = { "Content-Type" = "application/json" }
      body    = jsonencode({ login_id = "camille", password = "${secret.first_password}2" })
    }
    expect {
      status = 200
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/mattermost/bin/mmctl", "--local", "user", "deactivate", "camille"]
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/v4/users/login"
      headers = { "Content-Type" = "application/json" }
      body    = jsonencode({ login_id = "camille", password = "${secret.first_password}2" })
    }
    expect {
      status = 401
    }
  }
}

test "a team survives" {
  write {
    step {
      request {
        method  = "POST"
        path    = "/api/v4/users/login"
        headers = { "Content-Type" = "application/json" }
        body    = jsonencode({ login_id = "admin", password = secret.first_password })
      }
      expect {
        status = 200
      }
      capture "session" {
        header = "Token"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api/v4/teams"
        headers = { "Content-Type" = "application/json", "Authorization" = "Bearer ${capture.session}" }
        body    = jsonencode({ name = "chatiere-kept", display_name = "Chatiere kept", type = "I" })
      }
      expect {
        status = 201
      }
    }
  }
  read {
    step {
      request {
        method  = "POST"
        path    = "/api/v4/users/login"
        headers = { "Content-Type" = "application/json" }
        body    = jsonencode({ login_id = "admin", password = secret.first_password })
      }
      expect {
        status = 200
      }
      capture "session_after" {
        header = "Token"
      }
    }
    step {
      request {
        path    = "/api/v4/teams/name/chatiere-kept"
        headers = { "Authorization" = "Bearer ${capture.session_after}" }
      }
      expect {
        status = 200
        json   = { "display_name" = "Chatiere kept" }
      }
    }
  }
}
