test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "nothing installs again or shows code" {
  step {
    request {
      path   = "/install"
      follow = false
    }
    expect {
      status = 401
    }
  }
  step {
    request {
      path = "/application/Utils.php"
    }
    expect {
      status = 404
    }
  }
  step {
    request {
      path = "/tpl/default/linklist.html"
    }
    expect {
      status = 404
    }
  }
}

test "strangers can't add" {
  request {
    path   = "/admin/add-shaare"
    follow = false
  }
  expect {
    status  = 302
    headers = { "Location" = "/login?returnurl=%2Fadmin%2Fadd-shaare" }
  }
}

test "sign in" {
  step {
    request {
      path = "/login"
    }
    expect {
      status = 200
    }
    capture "token" {
      regex = "name=\"token\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "login=${urlencode(var.name)}&password=${urlencode(secret.password)}&token=${capture.token}&returnurl="
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/admin/tools"
    }
    expect {
      status   = 200
      contains = "/admin/export"
    }
  }
}

test "a link is added, exported and taken in" {
  step {
    request {
      path = "/login"
    }
    expect {
      status = 200
    }
    capture "token" {
      regex = "name=\"token\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "login=${urlencode(var.name)}&password=${urlencode(secret.password)}&token=${capture.token}&returnurl="
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/admin/shaare?post=https%3A%2F%2Flink.invalid%2Fsteps&title=steps"
    }
    expect {
      status = 200
    }
    capture "add" {
      regex = "name=\"token\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/admin/shaare"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "lf_url=https%3A%2F%2Flink.invalid%2Fsteps&lf_title=Chatiere+steps&lf_description=bonjour&lf_tags=essai&token=${capture.add}&save_edit=Save"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/?searchterm=Chatiere+steps"
    }
    expect {
      status   = 200
      contains = "https://link.invalid/steps"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "export", var.name]
      contains  = "<A HREF=\"https://link.invalid/steps\""
    }
  }
  step {
    request {
      path = "/admin/import"
    }
    expect {
      status = 200
    }
    capture "import" {
      regex = "name=\"token\" value=\"([0-9a-f]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/admin/import"
      headers = { "Content-Type" = "multipart/form-data; boundary=chatiere" }
      body = join("\r\n", [
        "--chatiere",
        "Content-Disposition: form-data; name=\"token\"",
        "",
        capture.import,
        "--chatiere",
        "Content-Disposition: form-data; name=\"privacy\"",
        "",
        "default",
        "--chatiere",
        "Content-Disposition: form-data; name=\"filetoupload\"; filename=\"links.html\"",
        "Content-Type: text/html",
        "",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n<DT><A HREF=\"https://link.invalid/elsewhere\" ADD_DATE=\"1767225600\" PRIVATE=\"0\" TAGS=\"essai\">From elsewhere</A>\n</DL><p>\n",
        "--chatiere--",
        "",
      ])
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/?searchterm=elsewhere"
    }
    expect {
      status   = 200
      contains = "https://link.invalid/elsewhere"
    }
  }
}

test "a link survives" {
  write {
    step {
      request {
        path = "/login"
      }
      expect {
        status = 200
      }
      capture "token" {
        regex = "name=\"token\" value=\"([0-9a-f]+)\""
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/login"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "login=${urlencode(var.name)}&password=${urlencode(secret.password)}&token=${capture.token}&returnurl="
      }
      expect {
        status = 302
      }
    }
    step {
      request {
        path = "/admin/shaare?post=https%3A%2F%2Flink.invalid%2Fkept&title=kept"
      }
      expect {
        status = 200
      }
      capture "add" {
        regex = "name=\"token\" value=\"([0-9a-f]+)\""
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/admin/shaare"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "lf_url=https%3A%2F%2Flink.invalid%2Fkept&lf_title=Chatiere+kept&lf_description=toujours&lf_tags=essai&token=${capture.add}&save_edit=Save"
      }
      expect {
        status = 302
      }
    }
  }
  read {
    request {
      path = "/?searchterm=kept"
    }
    expect {
      status   = 200
      contains = "https://link.invalid/kept"
    }
  }
}
