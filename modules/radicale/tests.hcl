test "web interface" {
  request {
    path = "/.web/"
  }
  expect {
    status   = 200
    contains = "<title>${replace(replace(var.title, "&", "&amp;"), "<", "&lt;")}</title>"
  }
}

test "strangers are refused" {
  request {
    path   = "/"
    method = "PROPFIND"
  }
  expect {
    status = 401
  }
}

# The account is made with the command of create_account, which may be run
# again with the same password.
test "an event written and found by a calendar client" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method   = "PUT"
      path     = "/chatiere-test/steps/"
      user     = "chatiere-test"
      password = secret.test_password
      headers  = { "Content-Type" = "text/calendar" }
      body     = <<-EOT
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//chatiere//test//FR
        END:VCALENDAR
      EOT
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      method   = "PUT"
      path     = "/chatiere-test/steps/meeting.ics"
      user     = "chatiere-test"
      password = secret.test_password
      headers  = { "Content-Type" = "text/calendar" }
      body     = <<-EOT
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//chatiere//test//FR
        BEGIN:VEVENT
        UID:chatiere-meeting
        DTSTAMP:20260101T120000Z
        DTSTART:20260601T180000Z
        DTEND:20260601T200000Z
        SUMMARY:General meeting
        END:VEVENT
        END:VCALENDAR
      EOT
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      method   = "REPORT"
      path     = "/chatiere-test/steps/"
      user     = "chatiere-test"
      password = secret.test_password
      headers  = { "Content-Type" = "application/xml", "Depth" = "1" }
      body     = <<-EOT
        <C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
          <D:prop><C:calendar-data/></D:prop>
          <C:filter>
            <C:comp-filter name="VCALENDAR">
              <C:comp-filter name="VEVENT">
                <C:time-range start="20260601T000000Z" end="20260602T000000Z"/>
              </C:comp-filter>
            </C:comp-filter>
          </C:filter>
        </C:calendar-query>
      EOT
    }
    expect {
      status   = 207
      contains = "SUMMARY:General meeting"
    }
  }
}

# What a person takes out of one account goes into another as it is.
test "a calendar taken out is taken in by another account" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test"]
      stdin     = secret.test_password
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test-new"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method   = "PUT"
      path     = "/chatiere-test/leaving/"
      user     = "chatiere-test"
      password = secret.test_password
      headers  = { "Content-Type" = "text/calendar" }
      body     = <<-EOT
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//chatiere//test//FR
        BEGIN:VEVENT
        UID:chatiere-leaving
        DTSTAMP:20260101T120000Z
        DTSTART:20260603T180000Z
        SUMMARY:Moving day
        END:VEVENT
        END:VCALENDAR
      EOT
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      path     = "/chatiere-test/leaving/"
      user     = "chatiere-test"
      password = secret.test_password
    }
    expect {
      status = 200
    }
    capture "calendar" {
      regex = "(?s)(BEGIN:VCALENDAR.*END:VCALENDAR)"
    }
  }
  step {
    request {
      method   = "PUT"
      path     = "/chatiere-test-new/arrived/"
      user     = "chatiere-test-new"
      password = secret.test_password
      headers  = { "Content-Type" = "text/calendar" }
      body     = capture.calendar
    }
    expect {
      status = 201
    }
  }
  step {
    request {
      path     = "/chatiere-test-new/arrived/"
      user     = "chatiere-test-new"
      password = secret.test_password
    }
    expect {
      status   = 200
      contains = "SUMMARY:Moving day"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "export-all"]
      contains  = "SUMMARY:Moving day"
    }
  }
}

test "an event survives" {
  write {
    step {
      exec {
        container = "app"
        command   = ["account", "create", "chatiere-test"]
        stdin     = secret.test_password
      }
    }
    step {
      request {
        method   = "PUT"
        path     = "/chatiere-test/kept/"
        user     = "chatiere-test"
        password = secret.test_password
        headers  = { "Content-Type" = "text/calendar" }
        body     = <<-EOT
          BEGIN:VCALENDAR
          VERSION:2.0
          PRODID:-//chatiere//test//FR
          BEGIN:VEVENT
          UID:chatiere-kept
          DTSTAMP:20260101T120000Z
          DTSTART:20260602T180000Z
          SUMMARY:Board meeting
          END:VEVENT
          END:VCALENDAR
        EOT
      }
      expect {
        status = 201
      }
    }
  }
  read {
    request {
      path     = "/chatiere-test/kept/"
      user     = "chatiere-test"
      password = secret.test_password
    }
    expect {
      status   = 200
      contains = "SUMMARY:Board meeting"
    }
  }
}
