test "home page" {
  request {
    path = "/user/login"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "nobody else is asked" {
  step {
    request {
      path = "/user/login"
    }
    expect {
      status = 200
      absent = "gravatar.com"
    }
  }
  step {
    request {
      path = "/user/login"
    }
    expect {
      status = 200
      absent = "openid"
    }
  }
}

test "SSH answers" {
  tcp {
    publish = "ssh"
  }
}

test "the account operator administers" {
  request {
    path     = "/api/v1/user"
    user     = "operator"
    password = secret.first_password
  }
  expect {
    status = 200
    json   = { "login" = "operator", "is_admin" = true }
  }
}

test "strangers are refused" {
  request {
    path = "/api/v1/user"
  }
  expect {
    status = 401
  }
}

test "sign in" {
  step {
    request {
      path = "/user/login"
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/user/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "user_name=operator&password=${urlencode(secret.first_password)}"
    }
    expect {
      status = 303
    }
  }
  step {
    request {
      path = "/user/settings"
    }
    expect {
      status = 200
    }
  }
}

test "an account is made, listed, closed and erased" {
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/account", "create", "camille", "camille@chatiere.invalid"]
      stdin     = "${secret.first_password}2"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/account", "list"]
      contains  = "camille"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/account", "close", "camille"]
    }
  }
  step {
    request {
      path     = "/api/v1/user"
      user     = "camille"
      password = "${secret.first_password}2"
    }
    expect {
      absent = "\"login\":\"camille\""
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/account", "erase", "camille"]
    }
  }
}

test "a repository survives" {
  write {
    step {
      request {
        method   = "POST"
        path     = "/api/v1/user/repos"
        user     = "operator"
        password = secret.first_password
        headers  = { "Content-Type" = "application/json" }
        body     = jsonencode({ name = "chatiere-kept", auto_init = true, default_branch = "main", readme = "Default", description = "toujours la" })
      }
      expect {
        status = 201
      }
    }
    step {
      request {
        method   = "POST"
        path     = "/api/v1/repos/operator/chatiere-kept/issues"
        user     = "operator"
        password = secret.first_password
        headers  = { "Content-Type" = "application/json" }
        body     = jsonencode({ title = "bonjour de la chatiere" })
      }
      expect {
        status = 201
      }
    }
  }
  read {
    step {
      request {
        path     = "/api/v1/repos/operator/chatiere-kept/raw/README.md"
        user     = "operator"
        password = secret.first_password
      }
      expect {
        status   = 200
        contains = "chatiere-kept"
      }
    }
    step {
      request {
        path     = "/api/v1/repos/operator/chatiere-kept/issues/1"
        user     = "operator"
        password = secret.first_password
      }
      expect {
        status = 200
        json   = { "title" = "bonjour de la chatiere" }
      }
    }
  }
}
