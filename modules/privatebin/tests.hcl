test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "PrivateBin"
  }
}

test "a reader's browser asks nobody else" {
  request {
    path = "/"
  }
  expect {
    status  = 200
    headers = { "Content-Security-Policy" = "default-src 'none'; base-uri 'self'; form-action 'none'; manifest-src 'self'; connect-src 'self' blob:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; frame-ancestors 'none'; frame-src blob:; img-src 'self' data: blob:; media-src blob:; object-src blob:; sandbox allow-same-origin allow-scripts allow-forms allow-modals allow-downloads" }
  }
}

test "a text that does not exist is not found" {
  request {
    path    = "/?0123456789abcdef"
    headers = { "X-Requested-With" = "JSONHttpRequest" }
  }
  expect {
    status = 200
    json   = { "status" = 1 }
  }
}

test "the clock of the texts goes" {
  exec {
    container = "app"
    command   = ["/srv/bin/administration", "--purge"]
    contains  = "purging of expired documents concluded"
  }
}

# What a browser would send: the server sees noise, and keeps it as it is. One
# text only, since the next one is refused for ten seconds.
test "an encrypted text survives" {
  write {
    request {
      method = "POST"
      path   = "/"
      headers = {
        "Content-Type"     = "application/json"
        "X-Requested-With" = "JSONHttpRequest"
      }
      body = jsonencode({
        v     = 2
        adata = [["qf7YkX0cT1mJr5uW2sZb8g==", "h3Nw9LkP2xY=", 100000, 256, 128, "aes", "gcm", "none"], "plaintext", 0, 0]
        ct    = "Jx8vQ2mZ7rT1yKc0LwFh5sNdB9uEoGpA3iXkV6aYtRzMj4qWbSgU"
        meta  = { expire = "1week" }
      })
    }
    expect {
      status = 200
      json   = { "status" = 0 }
    }
    capture "id" {
      json = "id"
    }
  }
  read {
    request {
      path    = "/?${capture.id}"
      headers = { "X-Requested-With" = "JSONHttpRequest" }
    }
    expect {
      status   = 200
      contains = "Jx8vQ2mZ7rT1yKc0LwFh5sNdB9uEoGpA3iXkV6aYtRzMj4qWbSgU"
    }
  }
}
