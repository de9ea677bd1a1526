test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = var.title
  }
}

test "a pad opens in a browser" {
  step {
    request {
      path = "/p/chatiere-open"
    }
    expect {
      status   = 200
      contains = "id=\"editorcontainer\""
    }
  }
  step {
    request {
      path = "/javascripts/lib/ep_etherpad-lite/static/js/pad.js?callback=require.define"
    }
    expect {
      status   = 200
      contains = "require.define("
    }
  }
  step {
    request {
      path = "/socket.io/?EIO=3&transport=polling"
    }
    expect {
      status   = 200
      contains = "\"upgrades\":[\"websocket\"]"
    }
  }
}

test "the interface asks for its key" {
  request {
    path = "/api/1.2.15/listAllPads?apikey=guessed"
  }
  expect {
    status = 401
  }
}

test "nobody is administrator" {
  request {
    path = "/admin/plugins"
  }
  expect {
    status = 401
  }
}

test "a text is written, exported and taken in by another pad" {
  step {
    request {
      method  = "POST"
      path    = "/api/1.2.15/createPad"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "apikey=${secret.api_key}&padID=chatiere-steps"
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/api/1.2.15/setText"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "apikey=${secret.api_key}&padID=chatiere-steps&text=bonjour%20de%20la%20chatiere"
    }
    expect {
      status = 200
      json   = { "message" = "ok" }
    }
  }
  step {
    request {
      path = "/p/chatiere-steps/export/html"
    }
    expect {
      status   = 200
      contains = "bonjour de la chatiere"
    }
    capture "html" {
      regex = "(?s)(<!doctype html>.*</html>)"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/p/chatiere-elsewhere/import"
      headers = { "Content-Type" = "multipart/form-data; boundary=chatiere" }
      body = join("\r\n", [
        "--chatiere",
        "Content-Disposition: form-data; name=\"file\"; filename=\"pad.html\"",
        "Content-Type: text/html",
        "",
        capture.html,
        "--chatiere--",
        "",
      ])
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      path = "/p/chatiere-elsewhere/export/txt"
    }
    expect {
      status   = 200
      contains = "bonjour de la chatiere"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["pads", "list"]
      contains  = "chatiere-elsewhere"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["pads", "erase", "chatiere-elsewhere"]
    }
  }
}

test "a whole pad made by somebody else is refused" {
  request {
    method  = "POST"
    path    = "/p/chatiere-forged/import"
    headers = { "Content-Type" = "multipart/form-data; boundary=chatiere" }
    body = join("\r\n", [
      "--chatiere",
      "Content-Disposition: form-data; name=\"file\"; filename=\"pad.etherpad\"",
      "Content-Type: application/json",
      "",
      "{\"sessionstorage:forged\":{\"user\":{\"is_admin\":true}}}",
      "--chatiere--",
      "",
    ])
  }
  expect {
    absent = "\"code\":0"
  }
}

test "old pads are looked for" {
  exec {
    container = "app"
    command   = ["pads", "expire"]
  }
}

test "a pad survives" {
  write {
    step {
      request {
        method  = "POST"
        path    = "/api/1.2.15/createPad"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "apikey=${secret.api_key}&padID=chatiere-kept"
      }
      expect {
        status = 200
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/api/1.2.15/setText"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "apikey=${secret.api_key}&padID=chatiere-kept&text=toujours%20la"
      }
      expect {
        status = 200
        json   = { "message" = "ok" }
      }
    }
  }
  read {
    request {
      path = "/p/chatiere-kept/export/txt"
    }
    expect {
      status   = 200
      contains = "toujours la"
    }
  }
}
