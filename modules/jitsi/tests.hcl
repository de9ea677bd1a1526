test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "config.js"
  }
}

test "nobody else is asked" {
  step {
    request {
      path = "/config.js"
    }
    expect {
      status   = 200
      contains = "config.disableThirdPartyRequests = true"
    }
  }
  step {
    request {
      path = "/config.js"
    }
    expect {
      status = 200
      absent = "jitsi.net"
    }
  }
  step {
    request {
      path = "/config.js"
    }
    expect {
      status = 200
      absent = "8x8.vc"
    }
  }
}

test "a room opens" {
  request {
    path = "/chatiere-test"
  }
  expect {
    status   = 200
    contains = "config.js"
  }
}

# A browser asks for a session so, when it cannot use a WebSocket.
test "the rooms answer" {
  request {
    method  = "POST"
    path    = "/http-bind"
    headers = { "Content-Type" = "text/xml; charset=utf-8" }
    body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' to='meet.jitsi' ver='1.6' wait='10' hold='1' xml:lang='en' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>"
  }
  expect {
    status   = 200
    contains = "sid="
  }
}

test "the bridge is well" {
  exec {
    container = "bridge"
    command   = ["/usr/local/bin/healthcheck.sh"]
  }
}

# The parts' own accounts lie where people's accounts lie.
test "accounts survive" {
  write {
    exec {
      container = "prosody"
      command   = ["sh", "-c", "ls /var/lib/prosody/data/*/accounts && echo bonjour > /var/lib/prosody/data/chatiere-test"]
      contains  = "focus"
    }
  }
  read {
    step {
      exec {
        container = "prosody"
        command   = ["sh", "-c", "ls /var/lib/prosody/data/*/accounts"]
        contains  = "focus"
      }
    }
    step {
      exec {
        container = "prosody"
        command   = ["cat", "/var/lib/prosody/data/chatiere-test"]
        contains  = "bonjour"
      }
    }
  }
}
