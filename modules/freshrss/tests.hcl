# Not tried: no image registry could be reached. Signing in by the page needs
# what its script computes; the interface of phone applications does not.

test "sign-in page" {
  request {
    path = "/i/"
  }
  expect {
    status   = 200
    contains = "passwordPlain"
  }
}

test "a reader's browser asks nobody else" {
  request {
    path = "/i/"
  }
  expect {
    headers = { "Content-Security-Policy" = var.pictures ? "frame-src 'none'" : "img-src 'self' data: blob:; media-src 'self'; frame-src 'none'" }
  }
}

test "the account admin is there" {
  exec {
    container = "app"
    command   = ["php", "/var/www/FreshRSS/cli/list-users.php"]
    contains  = "admin"
  }
}

test "a phone application signs in" {
  step {
    exec {
      container = "app"
      command   = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "php", "/opt/chatiere/account.php", "program", "admin"]
      stdin     = "${secret.admin_password}2"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/greader.php/accounts/ClientLogin"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "Email=admin&Passwd=${urlencode("${secret.admin_password}2")}"
    }
    expect {
      status = 200
    }
    capture "key" {
      regex = "Auth=(\\S+)"
    }
  }
  step {
    request {
      path    = "/api/greader.php/reader/api/0/user-info?output=json"
      headers = { "Authorization" = "GoogleLogin auth=${capture.key}" }
    }
    expect {
      status = 200
      json   = { "userName" = "admin" }
    }
  }
}

test "strangers are refused" {
  request {
    path = "/api/greader.php/reader/api/0/subscription/list?output=json"
  }
  expect {
    status = 401
  }
}

test "a list of feeds survives" {
  write {
    step {
      exec {
        container = "app"
        command   = ["setpriv", "--reuid=33", "--regid=33", "--clear-groups", "sh", "-c", "cat >/tmp/chatiere.opml && php /var/www/FreshRSS/cli/import-for-user.php --user admin --filename /tmp/chatiere.opml"]
        stdin     = <<-EOT
          <?xml version="1.0" encoding="UTF-8"?>
          <opml version="2.0">
            <head><title>chatiere</title></head>
            <body>
              <outline text="kept">
                <outline type="rss" text="Kept" title="Kept" xmlUrl="https://feed.invalid/kept.xml" htmlUrl="https://feed.invalid/"/>
              </outline>
            </body>
          </opml>
        EOT
      }
    }
  }
  read {
    exec {
      container = "app"
      command   = ["php", "/var/www/FreshRSS/cli/export-opml-for-user.php", "--user", "admin"]
      contains  = "https://feed.invalid/kept.xml"
    }
  }
}
