test "the server says that it is well" {
  request {
    path = "/v1/health"
  }
  expect {
    status = 200
    json   = { "healthy" = true }
  }
}

test "strangers neither write nor read" {
  step {
    request {
      method = "POST"
      path   = "/chatiere_test-door"
      body   = "let me in"
    }
    expect {
      status = 403
    }
  }
  step {
    request {
      path = "/chatiere_test-door/json?poll=1"
    }
    expect {
      status = 403
    }
  }
}

test "a message is published and read" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere_test"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method   = "POST"
      path     = "/chatiere_test-steps"
      user     = "chatiere_test"
      password = secret.test_password
      headers  = { "Title" = "Garden", "Tags" = "seedling" }
      body     = "The tomatoes are watered"
    }
    expect {
      status = 200
      json   = { "event" = "message", "topic" = "chatiere_test-steps" }
    }
    capture "message" {
      json = "id"
    }
  }
  step {
    request {
      path     = "/chatiere_test-steps/json?poll=1&id=${capture.message}"
      user     = "chatiere_test"
      password = secret.test_password
    }
    expect {
      status = 200
      json   = { "title" = "Garden", "message" = "The tomatoes are watered" }
      within = "10s"
    }
  }
  step {
    request {
      path     = "/somebody_else-topic/json?poll=1"
      user     = "chatiere_test"
      password = secret.test_password
    }
    expect {
      status = 403
    }
  }
}

test "account and message survive" {
  write {
    step {
      exec {
        container = "app"
        command   = ["account", "create", "chatiere_test"]
        stdin     = secret.test_password
      }
    }
    step {
      request {
        method   = "POST"
        path     = "/chatiere_test-kept"
        user     = "chatiere_test"
        password = secret.test_password
        body     = "Kept through the backup"
      }
      expect {
        status = 200
      }
    }
  }
  read {
    request {
      path     = "/chatiere_test-kept/json?poll=1"
      user     = "chatiere_test"
      password = secret.test_password
    }
    expect {
      status   = 200
      contains = "Kept through the backup"
      within   = "10s"
    }
  }
}
