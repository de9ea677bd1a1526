test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "HedgeDoc"
  }
}

test "the texts ask nobody else" {
  step {
    request {
      path = "/"
    }
    expect {
      status = 200
      absent = "libravatar.org"
    }
  }
  step {
    request {
      path = "/config"
    }
    expect {
      status = 200
      absent = "https://www.gravatar.com"
    }
  }
}

test "an account is made, signs in and is erased" {
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.cjs", "create", "camille@chatiere.invalid"]
      stdin     = "${secret.first_password}2"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.cjs", "list"]
      contains  = "camille@chatiere.invalid"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "email=${urlencode("camille@chatiere.invalid")}&password=${urlencode(secret.first_password)}2"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/me"
    }
    expect {
      status = 200
      json   = { "status" = "ok" }
    }
  }
  step {
    exec {
      container = "app"
      command   = ["node", "/opt/chatiere/account.cjs", "erase", "camille@chatiere.invalid"]
    }
  }
}

test "sign in" {
  step {
    request {
      method  = "POST"
      path    = "/login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "email=${urlencode(chaton.contact.email)}&password=${urlencode(secret.first_password)}"
    }
    expect {
      status = 302
    }
  }
  step {
    request {
      path = "/me"
    }
    expect {
      status = 200
      json   = { "status" = "ok" }
    }
  }
}

test "a text survives" {
  write {
    step {
      request {
        method  = "POST"
        path    = "/login"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "email=${urlencode(chaton.contact.email)}&password=${urlencode(secret.first_password)}"
      }
      expect {
        status = 302
      }
    }
    step {
      request {
        method  = "POST"
        path    = "/new"
        headers = { "Content-Type" = "text/markdown" }
        body    = "# Chatière\n\nbonjour de la chatière\n"
        follow  = false
      }
      expect {
        status = 302
      }
      capture "text" {
        header = "Location"
      }
    }
  }
  read {
    step {
      request {
        method  = "POST"
        path    = "/login"
        headers = { "Content-Type" = "application/x-www-form-urlencoded" }
        body    = "email=${urlencode(chaton.contact.email)}&password=${urlencode(secret.first_password)}"
      }
      expect {
        status = 302
      }
    }
    step {
      request {
        path = "${replace(capture.text, service.url, "")}/download"
      }
      expect {
        status   = 200
        contains = "bonjour de la chatière"
      }
    }
  }
}
