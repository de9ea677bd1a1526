test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "CryptPad"
  }
}

test "the sandbox has a name of its own" {
  step {
    request {
      path = "/api/config"
    }
    expect {
      status   = 200
      contains = "https://${var.sandbox_host}"
    }
  }
  step {
    request {
      route = "sandbox"
      path  = "/"
    }
    expect {
      status = 200
    }
  }
}

test "nothing of OnlyOffice is served" {
  request {
    path = "/common/onlyoffice/dist/v8/web-apps/apps/api/documents/api.js"
  }
  expect {
    status = 404
  }
}

test "the first administrator gets a token" {
  exec {
    container = "app"
    command   = ["node", "scripts/install.js"]
    contains  = "token"
  }
}

# A document is written by a browser that encrypts it: a test cannot. What is
# looked at here is the folder where documents lie.
test "what lies with the documents survives" {
  write {
    exec {
      container = "app"
      command   = ["sh", "-c", "cat > /cryptpad/datastore/chatiere-test"]
      stdin     = "bonjour"
    }
  }
  read {
    exec {
      container = "app"
      command   = ["cat", "/cryptpad/datastore/chatiere-test"]
      contains  = "bonjour"
    }
  }
}
