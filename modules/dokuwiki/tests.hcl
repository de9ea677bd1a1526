test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "strangers can't write" {
  request {
    path = "/start?do=edit"
  }
  expect {
    status   = 200
    contains = "readonly=\"readonly\""
  }
}

test "nothing installs or shows code" {
  step {
    request {
      path = "/install.php"
    }
    expect {
      status = 403
    }
  }
  step {
    request {
      path = "/inc/init.php"
    }
    expect {
      status = 403
    }
  }
}

test "sign in" {
  step {
    request {
      method  = "POST"
      path    = "/doku.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "id=start&do=login&u=admin&p=${urlencode(secret.admin_password)}"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/start?do=profile"
    }
    expect {
      status   = 200
      contains = "do=logout"
    }
  }
}

test "a page is edited, exported and taken in under another name" {
  step {
    request {
      method  = "POST"
      path    = "/doku.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "id=start&do=login&u=admin&p=${urlencode(secret.admin_password)}"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/chatiere:steps?do=edit"
    }
    expect {
      status   = 200
      contains = "do=logout"
    }
    capture "sectok" {
      regex = "name=\"sectok\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/doku.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "id=chatiere:steps&do=save&sectok=${capture.sectok}&prefix=.&suffix=&rev=0&date=&summary=test&wikitext=bonjour"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/_export/raw/chatiere:steps"
    }
    expect {
      status   = 200
      contains = "bonjour"
    }
    capture "page" {
      regex = "(?s)^(.*)$"
    }
  }
  step {
    request {
      path = "/chatiere:elsewhere?do=edit"
    }
    expect {
      status = 200
    }
    capture "other" {
      regex = "name=\"sectok\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/doku.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "id=chatiere:elsewhere&do=save&sectok=${capture.other}&prefix=.&suffix=&rev=0&date=&summary=test&wikitext=${urlencode(capture.page)}"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/_export/raw/chatiere:elsewhere"
    }
    expect {
      status   = 200
      contains = "bonjour"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["sh", "-c", "account export admin | tar -t"]
      contains  = "pages/chatiere/elsewhere.txt"
    }
  }
}

test "a page survives" {
  write {
    step {
      request {
        method  = "POST"
        path    = "/doku.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "id=start&do=login&u=admin&p=${urlencode(secret.admin_password)}"
      }
      expect {
        status = 302
      }
    }
    step {
      request {
        path = "/chatiere:kept?do=edit"
      }
      expect {
        status = 200
      }
      capture "sectok" {
        regex = "name=\"sectok\" value=\"([0-9a-f]+)\""
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/doku.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "id=chatiere:kept&do=save&sectok=${capture.sectok}&prefix=.&suffix=&rev=0&date=&summary=test&wikitext=toujours+la"
      }
      expect {
        status = 302
      }
    }
  }
  read {
    request {
      path = "/_export/raw/chatiere:kept"
    }
    expect {
      status   = 200
      contains = "toujours la"
    }
  }
}
