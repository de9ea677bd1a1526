uses "notes" {
  category = "pad"
  optional = true
  label    = "x"
}

container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    MAIL    = mail.host        # ERROR: Attempt to get attribute from null value
    NOTES   = uses.notes.url   # ERROR: Attempt to get attribute from null value
    GUARDED = mail == null ? null : mail.host
    IPV4    = upper(host.ipv4) # ERROR: Invalid function argument
    CA      = chaton.ca_file
  }
  health {
    command = ["true"]
  }
}
