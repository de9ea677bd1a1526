route "web" {
  container = "app"
  port      = 8080                      # ERROR: Wrong port
}

route "api" {
  container = "app"
  port      = "http"
  path      = "api/"                    # ERROR: Wrong path
}

route "far" {
  container = "app"
  port      = "http"
  host      = "https://example.org"     # ERROR: Wrong host
  path      = "/far?x/"                 # ERROR: Wrong path
  headers   = ["X-Frame-Options: DENY"] # ERROR: Wrong headers
}

route "late" {
  container = "app"
  port      = "http"
  host      = secret.host               # ERROR: Name out of scope
  timeout   = "never"                   # ERROR: Wrong timeout
}
