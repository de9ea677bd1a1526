test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "nobody else is asked" {
  step {
    request {
      path = "/"
    }
    expect {
      status = 200
      absent = "s.w.org"
    }
  }
  step {
    request {
      path = "/"
    }
    expect {
      status = 200
      absent = "gravatar.com"
    }
  }
  step {
    request {
      path = "/"
    }
    expect {
      status = 200
      absent = "googleapis.com"
    }
  }
}

test "nothing installs or answers old programs" {
  step {
    request {
      path = "/wp-admin/install.php"
    }
    expect {
      status = 403
    }
  }
  step {
    request {
      method = "POST"
      path   = "/xmlrpc.php"
    }
    expect {
      status = 403
    }
  }
  step {
    request {
      path = "/wp-config.php"
    }
    expect {
      status = 403
    }
  }
}

test "sign in" {
  step {
    request {
      path = "/wp-login.php"
    }
    expect {
      status   = 200
      contains = "name=\"pwd\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/wp-login.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "log=admin&pwd=${urlencode(secret.admin_password)}&testcookie=1"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/wp-admin/"
    }
    expect {
      status   = 200
      contains = "wp-admin-bar-logout"
    }
  }
  step {
    request {
      path = "/wp-admin/post-new.php"
    }
    expect {
      status   = 200
      contains = "wp-block-editor"
    }
  }
}

test "a post is written and read" {
  step {
    request {
      path = "/wp-login.php"
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/wp-login.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "log=admin&pwd=${urlencode(secret.admin_password)}&testcookie=1"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/wp-admin/admin-ajax.php?action=rest-nonce"
    }
    expect {
      status = 200
    }
    capture "nonce" {
      regex = "^([0-9a-f]{10})$"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/wp-json/wp/v2/posts"
      headers = { "Content-Type" = "application/json", "X-WP-Nonce" = capture.nonce }
      body    = jsonencode({ title = "Chatiere steps", content = "bonjour 🐈 de la chatiere", status = "publish", slug = "chatiere-steps" })
    }
    expect {
      status = 201
      json   = { "status" = "publish" }
    }
    capture "post" {
      json = "id"
    }
  }
  step {
    request {
      path = "/?p=${capture.post}"
    }
    expect {
      status   = 200
      contains = "bonjour 🐈 de la chatiere"
    }
  }
  step {
    request {
      path = "/wp-json/wp/v2/posts/${capture.post}"
    }
    expect {
      status = 200
      json   = { "title.rendered" = "Chatiere steps" }
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "export", "admin"]
      contains  = "de la chatiere"
    }
  }
}

test "an account is made, listed, closed and erased" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "camille", "author"]
      stdin     = "${secret.admin_password}2"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "list"]
      contains  = "camille"
    }
  }
  step {
    request {
      path = "/wp-login.php"
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/wp-login.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "log=camille&pwd=${urlencode(secret.admin_password)}2&testcookie=1"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/wp-admin/edit.php"
    }
    expect {
      status = 200
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "close", "camille"]
    }
  }
  step {
    request {
      path   = "/wp-admin/edit.php"
      follow = false
    }
    expect {
      status = 302
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "erase", "camille"]
    }
  }
}

test "the clock of the site goes" {
  exec {
    container = "app"
    command   = ["cron"]
  }
}

test "a post survives" {
  write {
    step {
      request {
        path = "/wp-login.php"
      }
      expect {
        status = 200
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/wp-login.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "log=admin&pwd=${urlencode(secret.admin_password)}&testcookie=1"
      }
      expect {
        status = 302
      }
    }
    step {
      request {
        path = "/wp-admin/admin-ajax.php?action=rest-nonce"
      }
      expect {
        status = 200
      }
      capture "nonce" {
        regex = "^([0-9a-f]{10})$"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/wp-json/wp/v2/posts"
        headers = { "Content-Type" = "application/json", "X-WP-Nonce" = capture.nonce }
        body    = jsonencode({ title = "Chatiere kept", content = "toujours la", status = "publish", slug = "chatiere-kept" })
      }
      expect {
        status = 201
      }
      capture "post" {
        json = "id"
      }
    }
    step {
      request {
        method = "POST"
        path   = "/wp-json/wp/v2/media"
        headers = {
          "Content-Type"        = "text/plain"
          "Content-Disposition" = "attachment; filename=\"chatiere-kept.txt\""
          "X-WP-Nonce"          = capture.nonce
        }
        body = "un fichier"
      }
      expect {
        status = 201
      }
      capture "file" {
        regex = "\"source_url\":\"[^\"]*?(\\\\?/wp-content[^\"]*)\""
      }
    }
  }
  read {
    step {
      request {
        path = "/?p=${capture.post}"
      }
      expect {
        status   = 200
        contains = "toujours la"
      }
    }
    step {
      request {
        path = replace(capture.file, "\\", "")
      }
      expect {
        status   = 200
        contains = "un fichier"
      }
    }
  }
}
