module "sample" {
  language = 1
  needs    = "1.3" # ERROR: Kit too old
  version  = "1.0.0"
  novelty  = true
}

robot "x" {
}
