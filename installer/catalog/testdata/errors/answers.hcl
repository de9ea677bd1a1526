uses "office" {                  # ERROR: More than one of category, module
  label    = "x"
  category = "office"
  module   = "collabora"
}

uses "Mail" {                    # ERROR: Wrong label
  label    = "x"
  category = "email"             # ERROR: Unknown category
  optional = "yes"               # ERROR: Wrong optional
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    OFFICE = uses.offise.url     # ERROR: Unknown name
    URL    = uses.office.address # ERROR: Unknown name
    PAGE   = page.cgu.url        # ERROR: Unknown name
    IP     = host.ip             # ERROR: Unknown name
    MAIL   = mail.smtp           # ERROR: Unknown name
    NAME   = chaton.title        # ERROR: Unknown name
    TYPE   = organisation.type   # ERROR: Unknown name
    ARCH   = architecture.name
  }
  health {
    command = ["true"]
  }
}
