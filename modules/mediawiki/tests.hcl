test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "strangers can't write or make accounts" {
  step {
    request {
      path = "/index.php?title=Chatiere&action=edit"
    }
    expect {
      status = 200
      absent = "id=\"editform\""
    }
  }
  step {
    request {
      path = "/api.php?action=query&meta=userinfo&uiprop=rights&format=json&formatversion=2"
    }
    expect {
      status = 200
      absent = "createaccount"
    }
  }
}

test "nothing installs or shows code" {
  step {
    request {
      path = "/mw-config/index.php"
    }
    expect {
      status = 403
    }
  }
  step {
    request {
      path = "/includes/Setup.php"
    }
    expect {
      status = 403
    }
  }
}

test "sign in" {
  step {
    request {
      path = "/api.php?action=query&meta=tokens&type=login&format=json"
    }
    expect {
      status = 200
    }
    capture "token" {
      json = "query.tokens.logintoken"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=clientlogin&format=json&loginreturnurl=${urlencode(service.url)}&username=Admin&password=${urlencode(secret.admin_password)}&logintoken=${urlencode(capture.token)}"
    }
    expect {
      status = 200
      json   = { "clientlogin.status" = "PASS" }
    }
  }
  step {
    request {
      path = "/api.php?action=query&meta=userinfo&format=json"
    }
    expect {
      status = 200
      json   = { "query.userinfo.name" = "Admin" }
    }
  }
}

test "a page is edited, exported and taken in" {
  step {
    request {
      path = "/api.php?action=query&meta=tokens&type=login&format=json"
    }
    expect {
      status = 200
    }
    capture "token" {
      json = "query.tokens.logintoken"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=clientlogin&format=json&loginreturnurl=${urlencode(service.url)}&username=Admin&password=${urlencode(secret.admin_password)}&logintoken=${urlencode(capture.token)}"
    }
    expect {
      status = 200
      json   = { "clientlogin.status" = "PASS" }
    }
  }
  step {
    request {
      path = "/api.php?action=query&meta=tokens&format=json"
    }
    expect {
      status = 200
    }
    capture "csrf" {
      json = "query.tokens.csrftoken"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=edit&format=json&title=Chatiere+steps&text=bonjour+%5B%5BAccueil%5D%5D&summary=essai&token=${urlencode(capture.csrf)}"
    }
    expect {
      status = 200
      json   = { "edit.result" = "Success" }
    }
  }
  step {
    request {
      path = "/wiki/Chatiere_steps"
    }
    expect {
      status   = 200
      contains = "bonjour"
    }
  }
  step {
    request {
      path = "/api.php?action=query&titles=Chatiere+steps&export=1&exportnowrap=1"
    }
    expect {
      status   = 200
      contains = "<title>Chatiere steps</title>"
    }
    capture "xml" {
      regex = "(?s)(<mediawiki .*</mediawiki>)"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=delete&format=json&title=Chatiere+steps&token=${urlencode(capture.csrf)}"
    }
    expect {
      status = 200
      absent = "\"error\""
    }
  }
  step {
    request {
      path = "/index.php?title=Chatiere_steps&action=raw"
    }
    expect {
      status = 404
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "multipart/form-data; boundary=chatiere" }
      body = join("\r\n", [
        "--chatiere",
        "Content-Disposition: form-data; name=\"action\"",
        "",
        "import",
        "--chatiere",
        "Content-Disposition: form-data; name=\"format\"",
        "",
        "json",
        "--chatiere",
        "Content-Disposition: form-data; name=\"interwikiprefix\"",
        "",
        "elsewhere",
        "--chatiere",
        "Content-Disposition: form-data; name=\"token\"",
        "",
        capture.csrf,
        "--chatiere",
        "Content-Disposition: form-data; name=\"xml\"; filename=\"page.xml\"",
        "Content-Type: application/xml",
        "",
        capture.xml,
        "--chatiere--",
        "",
      ])
    }
    expect {
      status = 200
      json   = { "import.0.title" = "Chatiere steps" }
    }
  }
  step {
    request {
      path = "/index.php?title=Chatiere_steps&action=raw"
    }
    expect {
      status   = 200
      contains = "bonjour [[Accueil]]"
    }
  }
}

# Made again with the same password, an account is left as it is.
test "an account is made, and what it wrote is exported" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "Camille"]
      stdin     = "${secret.admin_password}2"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "list"]
      contains  = "Camille"
    }
  }
  step {
    request {
      path = "/api.php?action=query&meta=tokens&type=login&format=json"
    }
    expect {
      status = 200
    }
    capture "token" {
      json = "query.tokens.logintoken"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=clientlogin&format=json&loginreturnurl=${urlencode(service.url)}&username=Camille&password=${urlencode(secret.admin_password)}2&logintoken=${urlencode(capture.token)}"
    }
    expect {
      status = 200
      json   = { "clientlogin.status" = "PASS" }
    }
  }
  step {
    request {
      path = "/api.php?action=query&meta=tokens&format=json"
    }
    expect {
      status = 200
    }
    capture "csrf" {
      json = "query.tokens.csrftoken"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api.php"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "action=edit&format=json&title=Chatiere+de+Camille&text=ecrit+par+Camille&token=${urlencode(capture.csrf)}"
    }
    expect {
      status = 200
      json   = { "edit.result" = "Success" }
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "export", "Camille"]
      contains  = "ecrit par Camille"
    }
  }
}

test "a page survives" {
  write {
    step {
      request {
        path = "/api.php?action=query&meta=tokens&type=login&format=json"
      }
      expect {
        status = 200
      }
      capture "token" {
        json = "query.tokens.logintoken"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "action=clientlogin&format=json&loginreturnurl=${urlencode(service.url)}&username=Admin&password=${urlencode(secret.admin_password)}&logintoken=${urlencode(capture.token)}"
      }
      expect {
        status = 200
        json   = { "clientlogin.status" = "PASS" }
      }
    }
    step {
      request {
        path = "/api.php?action=query&meta=tokens&format=json"
      }
      expect {
        status = 200
      }
      capture "csrf" {
        json = "query.tokens.csrftoken"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "action=edit&format=json&title=Chatiere+kept&text=toujours+la&token=${urlencode(capture.csrf)}"
      }
      expect {
        status = 200
        json   = { "edit.result" = "Success" }
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api.php"
        headers = { "Content-Type" = "multipart/form-data; boundary=chatiere" }
        body = join("\r\n", [
          "--chatiere",
          "Content-Disposition: form-data; name=\"action\"",
          "",
          "upload",
          "--chatiere",
          "Content-Disposition: form-data; name=\"format\"",
          "",
          "json",
          "--chatiere",
          "Content-Disposition: form-data; name=\"ignorewarnings\"",
          "",
          "1",
          "--chatiere",
          "Content-Disposition: form-data; name=\"filename\"",
          "",
          "Chatiere kept.txt",
          "--chatiere",
          "Content-Disposition: form-data; name=\"token\"",
          "",
          capture.csrf,
          "--chatiere",
          "Content-Disposition: form-data; name=\"file\"; filename=\"kept.txt\"",
          "Content-Type: text/plain",
          "",
          "un fichier",
          "--chatiere--",
          "",
        ])
      }
      expect {
        status = 200
        absent = "\"error\""
      }
    }
  }
  read {
    # Signed in: a private wiki shows nothing to others.
    step {
      request {
        path = "/api.php?action=query&meta=tokens&type=login&format=json"
      }
      expect {
        status = 200
      }
      capture "again" {
        json = "query.tokens.logintoken"
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api.php"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "action=clientlogin&format=json&loginreturnurl=${urlencode(service.url)}&username=Admin&password=${urlencode(secret.admin_password)}&logintoken=${urlencode(capture.again)}"
      }
      expect {
        status = 200
        json   = { "clientlogin.status" = "PASS" }
      }
    }
    step {
      request {
        path = "/index.php?title=Chatiere_kept&action=raw"
      }
      expect {
        status   = 200
        contains = "toujours la"
      }
    }
    step {
      request {
        path = "/index.php?title=Special:FilePath/Chatiere_kept.txt"
      }
      expect {
        status   = 200
        contains = "un fichier"
      }
    }
  }
}
