guide "fr" {        # ERROR: Missing attribute
}

guide "français" { # ERROR: File not found # ERROR: Wrong label
  user = "guide.md"
}

guide "en" {        # ERROR: File outside the module
  user       = "../other/guide.md"
  accessible = true # ERROR: Wrong accessible
}

guide "de" {        # ERROR: Not Markdown # ERROR: Not Markdown
  user      = "sample.hcl"
  technical = "sample.hcl"
}
