uses "office" {
  category = "office" # or module = "collabora"
  optional = true
  label    = { fr = "Suite bureautique", en = "Office suite" }
}
