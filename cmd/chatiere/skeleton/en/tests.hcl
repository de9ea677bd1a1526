# A test uses the service as the people who are hosted do.
test "the page answers" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "<<.Name>>"
  }
}

# write comes before a backup, read after the restore.
test "what is written comes back" {
  write {
    exec {
      container = "app"
      command   = ["sh", "-c", "echo bonjour > /srv/data/mot"]
    }
  }
  read {
    exec {
      container = "app"
      command   = ["cat", "/srv/data/mot"]
      contains  = "bonjour"
    }
  }
}
