test "the port for clients answers" {
  tcp {
    publish = "clients"
  }
}

test "an application signs in, and a message goes from one account to another" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test-a"]
      stdin     = secret.test_password
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test-b"]
      stdin     = secret.test_password
    }
  }
  step {
    exec {
      container = "app"
      command   = ["xmpp-client", "chatiere-test-a", "writes", "chatiere-test-b", "Meeting at six"]
      stdin     = secret.test_password
    }
  }
  step {
    exec {
      container = "app"
      command   = ["xmpp-client", "chatiere-test-b", "hears", "Meeting at six"]
      stdin     = secret.test_password
      contains  = "Meeting at six"
    }
  }
}

# The same with what browsers do: BOSH, through the gateway.
test "two people write to each other from a browser" {
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test-a"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='10000' to='${var.short_addresses ? chaton.domain : service.host}' ver='1.6' wait='2' hold='1' xml:lang='en' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>"
    }
    expect {
      status   = 200
      contains = "PLAIN"
    }
    capture "a" {
      regex = "sid=['\"]([^'\"]+)"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='10001' sid='${capture.a}'><auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${base64encode("\u0000chatiere-test-a\u0000${secret.test_password}")}</auth></body>"
    }
    expect {
      status   = 200
      contains = "<success"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='10002' sid='${capture.a}' to='${var.short_addresses ? chaton.domain : service.host}' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'/>"
    }
    expect {
      status   = 200
      contains = "xmpp-bind"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='10003' sid='${capture.a}'><iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq></body>"
    }
    expect {
      status   = 200
      contains = "<jid>"
    }
  }
  step {
    exec {
      container = "app"
      command   = ["account", "create", "chatiere-test-b"]
      stdin     = secret.test_password
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20000' to='${var.short_addresses ? chaton.domain : service.host}' ver='1.6' wait='2' hold='1' xml:lang='en' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>"
    }
    expect {
      status   = 200
      contains = "PLAIN"
    }
    capture "b" {
      regex = "sid=['\"]([^'\"]+)"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20001' sid='${capture.b}'><auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${base64encode("\u0000chatiere-test-b\u0000${secret.test_password}")}</auth></body>"
    }
    expect {
      status   = 200
      contains = "<success"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20002' sid='${capture.b}' to='${var.short_addresses ? chaton.domain : service.host}' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'/>"
    }
    expect {
      status   = 200
      contains = "xmpp-bind"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20003' sid='${capture.b}'><iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq></body>"
    }
    expect {
      status   = 200
      contains = "<jid>"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20004' sid='${capture.b}'><presence xmlns='jabber:client'/></body>"
    }
    expect {
      status   = 200
      contains = "<presence"
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='10004' sid='${capture.a}'><message xmlns='jabber:client' type='chat' id='m' to='chatiere-test-b@${var.short_addresses ? chaton.domain : service.host}'><body>Bring the cake</body></message></body>"
    }
    expect {
      status = 200
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/http-bind"
      headers = { "Content-Type" = "text/xml; charset=utf-8" }
      body    = "<body xmlns='http://jabber.org/protocol/httpbind' rid='20005' sid='${capture.b}'/>"
    }
    expect {
      status   = 200
      contains = "Bring the cake"
    }
  }
}

test "an account and its messages survive" {
  write {
    step {
      exec {
        container = "app"
        command   = ["account", "create", "chatiere-test-c"]
        stdin     = secret.test_password
      }
    }
    step {
      exec {
        container = "app"
        command   = ["xmpp-client", "chatiere-test-c", "writes", "chatiere-test-c", "Kept through the backup"]
        stdin     = secret.test_password
      }
    }
  }
  read {
    step {
      exec {
        container = "app"
        command   = ["account", "export", "chatiere-test-c"]
        contains  = "Kept through the backup"
      }
    }
  }
}
