test "a page of one's own" {             # ERROR: Unknown test
  signed_in = true
  request {
    path = "/me"
  }
  expect {                               # ERROR: Missing attribute
  }
}

test "written and lost" {                # ERROR: Half a test
  read {
    request {
      path = "/"
    }
    expect {
      status = 200
    }
  }
}

test "captured too late" {
  step {
    request {
      path = "/"
    }
    expect {
      contains = capture.token           # ERROR: Unknown name
    }
    capture "token" {
      regex = "x"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["echo", capture.tokn] # ERROR: Unknown name
    }
  }
}

test "nothing asked" {                   # ERROR: Not one trial
  expect {                               # ERROR: Block not allowed
    status = 200
  }
}
