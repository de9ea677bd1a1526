test "sign-in page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "name=\"password\""
  }
}

test "a reader's browser asks nobody else" {
  request {
    path = "/"
  }
  expect {
    headers = { "Content-Security-Policy" = "frame-src 'none'; img-src 'self' data:; media-src 'self'" }
  }
}

test "the account admin answers" {
  request {
    path     = "/v1/me"
    user     = "admin"
    password = secret.admin_password
  }
  expect {
    status = 200
    json   = { "username" = "admin", "is_admin" = true }
  }
}

test "strangers are refused" {
  request {
    path = "/v1/me"
  }
  expect {
    status = 401
  }
}

test "sign in" {
  step {
    request {
      path = "/"
    }
    expect {
      status = 200
    }
    capture "token" {
      regex = "name=\"csrf\" value=\"([^\"]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "csrf=${urlencode(capture.token)}&username=admin&password=${urlencode(secret.admin_password)}"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/unread"
    }
    expect {
      status   = 200
      contains = "/logout"
    }
  }
}

# Made again with the same password, an account is left as it is.
test "a list of feeds goes from one account to another" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-from"]
      stdin     = "${secret.admin_password}1"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-to"]
      stdin     = "${secret.admin_password}2"
    }
  }
  step {
    request {
      method   = "POST"
      path     = "/v1/import"
      user     = "chatiere-from"
      password = "${secret.admin_password}1"
      headers  = { "Content-Type" = "text/x-opml" }
      body     = <<-EOT
        <?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0">
          <body>
            <outline text="moving">
              <outline text="Moved" title="Moved" xmlUrl="https://feed.invalid/moved.xml" htmlUrl="https://feed.invalid/"/>
            </outline>
          </body>
        </opml>
      EOT
    }
    expect {
      status = 201
    }
  }
  step {
    exec {
      container = "app"
      command   = ["miniflux", "-export-user-feeds", "chatiere-from"]
      contains  = "https://feed.invalid/moved.xml"
    }
  }
  step {
    request {
      path     = "/v1/export"
      user     = "chatiere-from"
      password = "${secret.admin_password}1"
    }
    expect {
      status = 200
    }
    capture "feeds" {
      regex = "(?s)(<\\?xml.*</opml>)"
    }
  }
  step {
    request {
      method   = "POST"
      path     = "/v1/import"
      user     = "chatiere-to"
      password = "${secret.admin_password}2"
      headers  = { "Content-Type" = "text/x-opml" }
      body     = capture.feeds
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      path     = "/v1/feeds"
      user     = "chatiere-to"
      password = "${secret.admin_password}2"
    }
    expect {
      status = 200
      json   = { "0.feed_url" = "https://feed.invalid/moved.xml" }
    }
  }
}

# A list of feeds is the one thing that can be written twice with one answer;
# reading it again asks nothing of the outside.
test "a list of feeds survives" {
  write {
    request {
      method   = "POST"
      path     = "/v1/import"
      user     = "admin"
      password = secret.admin_password
      headers  = { "Content-Type" = "text/x-opml" }
      body     = <<-EOT
        <?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0">
          <body>
            <outline text="chatiere test">
              <outline text="Kept" title="Kept" xmlUrl="https://feed.invalid/kept.xml" htmlUrl="https://feed.invalid/"/>
            </outline>
          </body>
        </opml>
      EOT
    }
    expect {
      status = 201
    }
  }
  read {
    request {
      path     = "/v1/export"
      user     = "admin"
      password = secret.admin_password
    }
    expect {
      status   = 200
      contains = "https://feed.invalid/kept.xml"
    }
  }
}
