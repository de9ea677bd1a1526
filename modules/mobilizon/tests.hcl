# Not tried: no image registry could be reached.

test "home page" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "mobilizon"
  }
}

test "other servers find it" {
  request {
    path = "/.well-known/nodeinfo"
  }
  expect {
    status   = 200
    contains = "https://${service.host}"
  }
}

test "nobody else is asked when people search" {
  request {
    method  = "POST"
    path    = "/api"
    headers = { "Content-Type" = "application/json" }
    body    = jsonencode({ query = "query { config { search { global { isEnabled } } } }" })
  }
  expect {
    status = 200
    json   = { "data.config.search.global.isEnabled" = false }
  }
}

test "the first account signs in" {
  request {
    method  = "POST"
    path    = "/api"
    headers = { "Content-Type" = "application/json" }
    body = jsonencode({
      query     = "mutation Login($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }"
      variables = { email = var.admin_address, password = secret.admin_password }
    })
  }
  expect {
    status   = 200
    contains = "\"accessToken\":\""
  }
}

test "a wrong password is refused" {
  request {
    method  = "POST"
    path    = "/api"
    headers = { "Content-Type" = "application/json" }
    body = jsonencode({
      query     = "mutation Login($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }"
      variables = { email = var.admin_address, password = "${secret.admin_password}-wrong" }
    })
  }
  expect {
    absent = "\"accessToken\":\""
  }
}

test "an account survives" {
  write {
    exec {
      container = "app"
      command   = ["sh", "/opt/chatiere/account", "create", "chatiere-kept@${service.host}"]
      stdin     = "${secret.admin_password}1"
    }
  }
  read {
    request {
      method  = "POST"
      path    = "/api"
      headers = { "Content-Type" = "application/json" }
      body = jsonencode({
        query     = "mutation Login($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }"
        variables = { email = "chatiere-kept@${service.host}", password = "${secret.admin_password}1" }
      })
    }
    expect {
      status   = 200
      contains = "\"accessToken\":\""
    }
  }
}
