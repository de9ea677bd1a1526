test "" {                 # ERROR: Wrong label # ERROR: Not one trial
}

test {                    # ERROR: Missing label # ERROR: Unknown publish
  tcp {
    publish = "voice"
  }
}

test "no expectation" {
  request {               # ERROR: Missing block
    path  = "home"        # ERROR: Wrong path
  }
}

test "two trials" {       # ERROR: Not one trial
  exec {
    container = "ap"      # ERROR: Unknown container
    command   = ["true"]
  }
  request {
    path = "/"
  }
  expect {
    status = "200"        # ERROR: Wrong status
    within = "soon"       # ERROR: Wrong within
  }
}

test "half" {             # ERROR: Half a test
  write {
    exec {
      container = "app"
      command   = ["true"]
    }
  }
  exec {                  # ERROR: Block not allowed
    container = "app"
    command   = ["true"]
  }
}

test "mixed" {
  expect {                # ERROR: Block not allowed
    status = 200
  }
  step {                  # ERROR: Unknown route
    request {
      route = "web"
      path  = "/"
    }
    expect {
      status = 200
    }
  }
}
