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
