test "it is installed" {
  request {
    path = "/status.php"
  }
  expect {
    status = 200
    json   = { "installed" = true, "maintenance" = false, "needsDbUpgrade" = false }
  }
}

test "sign-in page" {
  request {
    path = "/login"
  }
  expect {
    status   = 200
    contains = "data-requesttoken"
  }
}

test "strangers are refused" {
  request {
    path = "/remote.php/dav/files/admin/"
  }
  expect {
    status = 401
  }
}

test "nobody's files lie open" {
  request {
    path = "/config/config.php"
  }
  expect {
    absent = "dbpassword"
  }
}

test "the settings hold" {
  exec {
    container = "app"
    command   = ["php", "occ", "config:system:get", "updatechecker"]
    contains  = "false"
  }
}

test "the account admin answers" {
  request {
    path     = "/ocs/v2.php/cloud/user?format=json"
    user     = "admin"
    password = secret.admin_password
    headers  = { "OCS-APIRequest" = "true" }
  }
  expect {
    status = 200
    json   = { "ocs.data.id" = "admin" }
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
      regex = "data-requesttoken=\"([^\"]+)\""
    }
  }
  step {
    request {
      method = "POST"
      path   = "/login"
      headers = {
        "Content-Type" = "application/x-www-form-urlencoded"
        "Origin"       = service.url
      }
      body = "user=admin&password=${urlencode(secret.admin_password)}&requesttoken=${urlencode(capture.token)}"
    }
    expect {
      status = 303
    }
  }
  step {
    request {
      path = "/apps/files/"
    }
    expect {
      status   = 200
      contains = "data-user=\"admin\""
    }
  }
}

test "a calendar is made and read" {
  step {
    request {
      method   = "PUT"
      path     = "/remote.php/dav/calendars/admin/personal/chatiere.ics"
      user     = "admin"
      password = secret.admin_password
      headers  = { "Content-Type" = "text/calendar; charset=utf-8" }
      body     = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chatiere//test//FR\r\nBEGIN:VEVENT\r\nUID:chatiere-test\r\nDTSTAMP:20261123T080000Z\r\nDTSTART:20261124T080000Z\r\nDTEND:20261124T090000Z\r\nSUMMARY:bonjour\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      path     = "/remote.php/dav/calendars/admin/personal/chatiere.ics"
      user     = "admin"
      password = secret.admin_password
    }
    expect {
      status   = 200
      contains = "SUMMARY:bonjour"
    }
  }
}

test "an account is made, listed, closed and erased" {
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/task", "create", "camille"]
      stdin     = "${secret.admin_password}2"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/task", "list"]
      contains  = "camille"
    }
  }
  step {
    request {
      path     = "/ocs/v2.php/cloud/user?format=json"
      user     = "camille"
      password = "${secret.admin_password}2"
      headers  = { "OCS-APIRequest" = "true" }
    }
    expect {
      status = 200
      json   = { "ocs.data.id" = "camille" }
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/task", "close", "camille"]
    }
  }
  step {
    exec {
      container = "app"
      command   = ["/opt/chatiere/task", "erase", "camille"]
    }
  }
}

test "the clock of the service goes" {
  exec {
    container = "app"
    command   = ["php", "-f", "/var/www/html/cron.php"]
  }
}

test "a file survives" {
  write {
    request {
      method   = "PUT"
      path     = "/remote.php/dav/files/admin/chatiere-kept.txt"
      user     = "admin"
      password = secret.admin_password
      headers  = { "Content-Type" = "text/plain" }
      body     = "bonjour de la chatiere"
    }
    expect {
      status = 201
    }
  }
  read {
    request {
      path     = "/remote.php/dav/files/admin/chatiere-kept.txt"
      user     = "admin"
      password = secret.admin_password
    }
    expect {
      status   = 200
      contains = "bonjour de la chatiere"
    }
  }
}
