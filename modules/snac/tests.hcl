test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = service.host
    headers  = { "Content-Security-Policy" = "default-src 'self'; script-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'" }
  }
}

test "a toot from an application, read by everybody" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere_test"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/v1/apps"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "client_name=chatiere&redirect_uris=urn:ietf:wg:oauth:2.0:oob&scopes=read+write"
    }
    expect {
      status = 200
    }
    capture "client" {
      json = "client_id"
    }
    capture "client_secret" {
      json = "client_secret"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/oauth/x-snac-login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "login=chatiere_test&passwd=${secret.test_password}&cid=${capture.client}&redir=urn:ietf:wg:oauth:2.0:oob"
    }
    expect {
      status = 200
    }
    capture "code" {
      regex = "([0-9a-f]{32})"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/oauth/token"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "grant_type=authorization_code&client_id=${capture.client}&client_secret=${capture.client_secret}&code=${capture.code}&redirect_uri=urn:ietf:wg:oauth:2.0:oob"
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
      path    = "/api/v1/statuses"
      headers = { "Content-Type" = "application/x-www-form-urlencoded", "Authorization" = "Bearer ${capture.token}" }
      body    = "status=The+garden+opens+at+nine&visibility=public"
    }
    expect {
      status = 200
      json   = { "account.acct" = "chatiere_test@${service.host}" }
    }
  }
  step {
    request {
      path = "/chatiere_test"
    }
    expect {
      status   = 200
      contains = "The garden opens at nine"
      within   = "10s"
    }
  }
}

test "other servers find the account" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere_test"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      path = "/.well-known/webfinger?resource=acct:chatiere_test@${service.host}"
    }
    expect {
      status = 200
      json   = { "subject" = "acct:chatiere_test@${service.host}", "links.0.type" = "application/activity+json" }
    }
  }
  step {
    request {
      path    = "/chatiere_test"
      headers = { "Accept" = "application/activity+json" }
    }
    expect {
      status = 200
      json   = { "type" = "Person", "preferredUsername" = "chatiere_test" }
    }
  }
}

test "the private page, for its owner alone" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere_test"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      path = "/chatiere_test/admin"
    }
    expect {
      status = 401
    }
  }
  step {
    request {
      path     = "/chatiere_test/admin"
      user     = "chatiere_test"
      password = secret.test_password
    }
    expect {
      status   = 200
      contains = "<textarea"
    }
  }
}

test "a toot survives" {
  write {
    step {
      exec {
        container = "app"
        command   = ["account", "create", "chatiere_kept"]
        stdin     = secret.test_password
      }
    }
    step {
      exec {
        container = "app"
        command   = ["snac", "note", "/var/lib/snac", "chatiere_kept", "Kept through the backup"]
      }
    }
  }
  read {
    step {
      request {
        path = "/chatiere_kept"
      }
      expect {
        status   = 200
        contains = "Kept through the backup"
      }
    }
    step {
      request {
        path     = "/chatiere_kept/admin"
        user     = "chatiere_kept"
        password = secret.test_password
      }
      expect {
        status = 200
      }
    }
  }
}
