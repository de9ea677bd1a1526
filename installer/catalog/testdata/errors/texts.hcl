variable "title" {
  type  = string
  label = 5                                  # ERROR: Wrong label
  help  = { en = "Only English" }            # ERROR: Wrong help
}

variable "color" {
  type  = string
  label = { fr = "" }                        # ERROR: Wrong label
  help  = ["x"]                              # ERROR: Wrong help
}

variable "days" {
  type  = number
  label = { fr = "Jours", english = "Days" } # ERROR: Wrong label
  help  = { fr = "Jours", "en-GB" = "Days" } # ERROR: Wrong help
}

volume "data" {
  backup      = true
  description = { fr = null }                # ERROR: Wrong description
}
