chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}

organization {
  legal_name = "Le ${chaton.name}" # ERROR: Only plain values may stand in this file
  address    = upper("rue")        # ERROR: Only plain values may stand in this file
  founded    = 2026                # ERROR: "founded" must be a string
  social     = { mastodon = var.x } # ERROR: Only plain values may stand in this file
  chatrooms  = ["xmpp:a@b"]        # ERROR: "chatrooms" must be an object
  country    = "France"            # ERROR: Wrong value for "country"
  phone      = "call us"           # ERROR: Wrong value for "phone"
  type       = "ASSOCIATON"        # ERROR: Wrong value for "type"
  description = { en = "Hello" }   # ERROR: French is missing in "description"
}

gateway {
  https   = 1 + 442    # ERROR: Only plain values may stand in this file
  http    = "80"       # ERROR: Wrong value for "http"
  listen  = "0.0.0.0"  # ERROR: "listen" must be a list of strings
  trusted = ["127.0.0.1"] # ERROR: Wrong value for "trusted"
}

engine = "docker" # ERROR: "engine" is a block
