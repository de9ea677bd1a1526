# Not tried: no image registry could be reached. The limiter refuses programs, so
# a test presents itself as a browser does.

test "home page" {
  request {
    path    = "/"
    headers = { "User-Agent" = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" }
  }
  expect {
    status   = 200
    contains = "name=\"q\""
  }
}

test "a reader's browser asks nobody else" {
  request {
    path    = "/"
    headers = { "User-Agent" = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" }
  }
  expect {
    headers = { "Referrer-Policy" = "no-referrer" }
  }
}

test "programs are slowed down" {
  request {
    path    = "/search?q=chatiere"
    headers = { "User-Agent" = "python-requests/2.32" }
  }
  expect {
    status = 429
  }
}

# Answered by SearXNG itself, whatever the engines say.
test "a question finds its answer" {
  request {
    method = "POST"
    path   = "/search"
    headers = {
      "User-Agent"      = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
      "Accept"          = "text/html,application/xhtml+xml"
      "Accept-Language" = "fr,en;q=0.5"
      "Accept-Encoding" = "gzip, deflate"
      "Sec-Fetch-Mode"  = "navigate"
      "Sec-Fetch-Site"  = "same-origin"
      "Sec-Fetch-Dest"  = "document"
      "Content-Type"    = "application/x-www-form-urlencoded"
    }
    body = "q=6*7&language=fr"
  }
  expect {
    status = 200
  }
}

test "keystrokes are sent to nobody" {
  exec {
    container = "app"
    command   = ["grep", "-x", "  autocomplete: \"\"", "/etc/searxng/settings.yml"]
    contains  = "autocomplete"
  }
}
