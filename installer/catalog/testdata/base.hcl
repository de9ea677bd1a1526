# What every module has, so that the files of errors/ show only what they are
# about.
module "sample" {
  language = 1
  version  = "1.0.0"
  title    = "Exemple"
  summary  = "Un exemple."
  category = "wiki"
}

software {
  name    = "Sample"
  version = "1.0"
  website = "https://example.org/"
  source  = "https://example.org/source"
  license = "MIT"
}

container "app" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  port "http" {
    number = 8080
  }
  health {
    tcp {
      port = "http"
    }
  }
}

route "home" {
  container = "app"
  port      = "http"
}

privacy {
  purpose     = "Essayer"
  legal_basis = "contract"
}

rights {
  export  = "Sur demande."
  erase   = "Sur demande."
  formats = ["text/plain"]
}

test "home page" {
  request {
    path = "/"
  }
  expect {
    status = 200
  }
}
